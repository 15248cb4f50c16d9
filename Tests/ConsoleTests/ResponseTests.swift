import NIOCore
import NIOHTTP1
import NIOWebSocket
import Testing

@testable import Console

@Suite struct ResponseTests {
  private static func response(
    _ path: String, _ method: HTTPMethod = .GET, host: String? = "127.0.0.1:8080", origin: String? = nil,
    hasToken: Bool = false, isFull: Bool = false
  ) -> ConsoleResponse {
    var headers = HTTPHeaders()
    if let host { headers.add(name: "Host", value: host) }
    if let origin { headers.add(name: "Origin", value: origin) }
    return ConsoleResponse(
      method, path, headers, gate: Gate(hasToken: hasToken, host: "127.0.0.1"), isFull: isFull)
  }

  @Test func thePageIsWithinTheProgram() {
    for (path, type) in [
      ("/", "text/html"), ("/?x", "text/html"), ("/style.css", "text/css"), ("/main.js", "text/javascript"),
    ] {
      let response = Self.response(path)
      #expect(response.status == .ok && response.contentType.hasPrefix(type) && response.body.count > 500)
    }
    let page = String(decoding: PageFile.all["/"]?.bytes ?? [], as: UTF8.self)
    #expect(!page.contains("http") && !page.contains("<style") && !page.contains("style=") && !page.contains("onclick"))
    // Whatever it names is there.
    for name in page.matches(of: /(?:src|href)="([a-z]+\.[a-z]+)"/).map(\.1) {
      #expect(PageFile.all["/\(name)"] != nil)
    }
  }

  @Test(arguments: ["/x", "/../etc/passwd", "/index.html", "//", "http://127.0.0.1/", ""])
  func nothingElseIsThere(path: String) { #expect(Self.response(path).status == .notFound) }

  @Test func methods() {
    #expect(Self.response("/", .HEAD).status == .ok)
    #expect(Self.response("/", .POST).status == .methodNotAllowed && Self.response("/", .POST).allow == "GET, HEAD")
  }

  @Test(arguments: [
    ("127.0.0.1:8080", true), ("localhost:9000", true), ("[::1]:8080", true), ("LOCALHOST", true), ("127.0.0.2", true),
    ("evil.example:8080", false), ("127.0.0.1.evil.example", false), ("", false), ("localhost:1:2", false),
    ("[::1", false),
  ])
  func anotherNameIsRefused(host: String, isWelcome: Bool) {
    #expect(Self.response("/", host: host).status == (isWelcome ? .ok : .misdirectedRequest))
    // Where there is a token, the name is no secret.
    if host == "evil.example:8080" { #expect(Self.response("/", host: host, hasToken: true).status == .ok) }
  }

  @Test func aRequestHasAHost() { #expect(Self.response("/", host: nil).status == .misdirectedRequest) }

  @Test(arguments: [
    ("http://127.0.0.1:8080", true), ("https://127.0.0.1:8080", true), ("http://127.0.0.1:3000", false),
    ("http://evil.example", false), ("null", false), (nil, false),
  ])
  func onlyThePageConverses(origin: String?, isWelcome: Bool) {
    #expect(Self.response("/socket", origin: origin).status == (isWelcome ? .upgradeRequired : .forbidden))
    #expect(
      Self.response("/socket", origin: origin, hasToken: true).status == (isWelcome ? .upgradeRequired : .forbidden))
  }

  @Test func pagesAreCounted() {
    #expect(Self.response("/socket", origin: "http://127.0.0.1:8080", isFull: true).status == .serviceUnavailable)
    let pages = OpenPages(limit: 2)
    let first = pages.add()
    #expect(first != nil && pages.add() != nil && pages.add() == nil && pages.isFull)
    pages.remove(first?.id ?? 0)
    #expect(pages.add() != nil)
  }

  @Test func nothingIsLoadedFromElsewhere() {
    let head = Self.response("/").head(version: .http1_1, isLast: false)
    let policy = head.headers["Content-Security-Policy"].first ?? ""
    #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
    #expect(head.headers["X-Content-Type-Options"] == ["nosniff"] && head.headers["Cache-Control"] == ["no-store"])
  }

  @Test func otherMachinesNeedAToken() {
    for (host, isLocal) in [("127.0.0.1", true), ("::1", true), ("localhost", true), ("0.0.0.0", false), ("::", false)]
    {
      #expect(Gate.isLocal(host) == isLocal)
    }
    #expect("\(String(describing: ConsoleToken("secret")))".contains("secret") == false)
    #expect(ConsoleToken("") == nil && ConsoleToken(String(repeating: "x", count: 1025)) == nil)
  }
}

@Suite struct FrameAssemblerTests {
  private static func frame(
    _ opcode: WebSocketOpcode, _ text: String, fin: Bool = true, isMasked: Bool = true
  ) -> WebSocketFrame {
    let key = WebSocketMaskingKey([1, 2, 3, 4])
    var data = ByteBuffer(string: text)
    if isMasked, let key { data.webSocketMask(key) }
    return WebSocketFrame(fin: fin, opcode: opcode, maskKey: isMasked ? key : nil, data: data)
  }

  @Test func fragmentsBecomeAMessage() {
    var assembler = FrameAssembler()
    #expect(assembler.take(Self.frame(.text, "a", fin: false)) == .nothing)
    #expect(assembler.take(Self.frame(.ping, "p")) == .pong(ByteBuffer(string: "p")))
    #expect(assembler.take(Self.frame(.continuation, "b")) == .text(Array("ab".utf8)))
    #expect(assembler.take(Self.frame(.binary, "c")) == .bytes(Array("c".utf8)))
    #expect(assembler.take(Self.frame(.connectionClose, "")) == .close)
  }

  @Test func whatMakesNoSenseIsBroken() {
    for frames in [
      [Self.frame(.continuation, "a")], [Self.frame(.text, "a", isMasked: false)],
      [Self.frame(.text, "a", fin: false), Self.frame(.binary, "b")], [Self.frame(.ping, "a", fin: false)],
    ] {
      var assembler = FrameAssembler()
      #expect(frames.map { assembler.take($0) }.last == .broken(.protocolError))
    }
    var assembler = FrameAssembler()
    let half = Self.frame(.binary, String(repeating: "x", count: FrameAssembler.limit), fin: false)
    #expect(assembler.take(half) == .nothing)
    #expect(assembler.take(Self.frame(.continuation, "x")) == .broken(.messageTooLarge))
  }
}
