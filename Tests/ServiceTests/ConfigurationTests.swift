import Foundation
import Recognition
import TestSupport
import Testing
import Wire

@testable import Service

@Suite struct ConfigurationTests {
  /// The file that comes with Attune says what holds without it.
  @Test func theFileInConfigIsTheDefaults() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try ConfigurationFile(contentsOf: root.appending(path: "config/attune.yaml").path)
    #expect(file.limits == ServerLimits())
    #expect(file.addresses == [.tcp(host: "127.0.0.1", port: 10_400)])
    #expect(file.threshold == Confidence.defaultThreshold && file.fusion == "late" && file.patience == "default")
    #expect(file.isInsecure == false && file.transcriberTimeout == 5 && file.commands == nil && file.tokenFile == nil)
  }

  /// A byte order mark is skipped; another encoding is said, and so is what no person writes.
  @Test func strangeFilesAreReadOrSaid() throws {
    let marked = try TemporaryFile("\u{FEFF}threshold: 0.5\n")
    #expect(try ConfigurationFile(contentsOf: marked.path).threshold == 0.5)
    let wide = try TemporaryFile([0xFF, 0xFE] + "threshold: 0.5\n".utf16.flatMap { [UInt8($0), 0] })
    #expect(
      throws: ServerError.configuration(
        file: wide.path, line: 1, problem: "it is UTF-16 or UTF-32; save it as UTF-8")
    ) { try ConfigurationFile(contentsOf: wide.path) }
    let extremes = [
      "listen: " + String(repeating: "[", count: 100_000),
      "listen: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
      "threshold: nan", "threshold: 1e999", "limits: {clients: 9223372036854775808}", "limits: {idle: -1e308}",
      String(repeating: "# nothing\n", count: 1 << 20), "a: &a [x]\nb: *a",
    ]
    for yaml in extremes { #expect(throws: ServerError.self) { try ConfigurationFile(yaml: yaml, file: "f") } }
  }

  @Test func everyKeyIsRead() throws {
    let file = try ConfigurationFile(
      yaml: """
        listen: ["tcp://[::1]:0", unix:///run/a.sock]
        commands: [a.yaml, b.yaml]
        threshold: 0.5
        fusion: attention
        patience: relaxed
        transcriber: tcp://localhost:10300
        transcriber-timeout: 2.5
        token-file: t
        certificate: c
        key: k
        insecure: true
        home-assistant: http://home:8123
        home-assistant-token-file: h
        home-assistant-names: n.yaml
        home-assistant-authority: a.pem
        microphone: default
        metrics: 127.0.0.1:9464
        console: 127.0.0.1:8080
        watch-clients: true
        limits: {line: 2048, data: 3, payload: 4, segment: 5, queue: 6, slow-down: 0, clients: 7, idle: 8,
          events-per-second: 9, unread: 1024, transcript: 10, shutdown: 11, values: 64, text: 1024, memory: 12,
          questions: 13, authenticate: 14}
        """, file: "f")
    #expect(file.addresses == [.tcp(host: "::1", port: 0), .unix(path: "/run/a.sock")])
    #expect(file.commands == ["a.yaml", "b.yaml"] && file.threshold == 0.5 && file.fusion == "attention")
    #expect(file.patience == "relaxed" && file.transcriber == TCPAddress("tcp://localhost:10300"))
    #expect(file.transcriberTimeout == 2.5 && file.tokenFile == "t" && file.certificate == "c" && file.key == "k")
    #expect(file.isInsecure == true && file.microphone == "default" && file.metrics == "127.0.0.1:9464")
    #expect(file.console == "127.0.0.1:8080" && file.watchesClients == true)
    #expect(file.homeAssistant == "http://home:8123" && file.homeAssistantTokenFile == "h")
    #expect(file.homeAssistantNames == "n.yaml" && file.homeAssistantAuthority == "a.pem")
    let limits = file.limits
    #expect(limits.event == EventLimits(header: 2048, data: 3, payload: 4, values: 64))
    #expect([limits.text, limits.memory, limits.questions] == [1024, 12, 13] && limits.authenticate == 14)
    #expect([limits.segment, limits.queue, limits.patience, limits.idle] == [5, 6, 0, 8])
    #expect([limits.eventsPerSecond, limits.transcript, limits.shutdown] == [9, 10, 11])
    #expect(limits.clients == 7 && limits.unread == 1024)
  }

  @Test(arguments: ["", "# nothing", "limits:"]) func whatIsLeftOutIsLeftToTheDefaults(yaml: String) throws {
    let file = try ConfigurationFile(yaml: yaml, file: "f")
    #expect(file.addresses == nil && file.limits == ServerLimits())
  }

  /// Files that are wrong, and the line that is to blame.
  @Test(arguments: [
    ("colour: red", 1, "unknown key 'colour'"), ("\nlimits:\n  line: 2048\n  lines: 5", 4, "unknown key 'lines'"),
    ("threshold: 2", 1, "from 0.0 to 1.0"), ("a: 1\nthreshold: high", 1, "unknown key 'a'"),
    ("threshold: 0.5\nthreshold: 0.5", 1, "twice"), ("limits: {clients: 0}", 1, "an integer from 1"),
    ("limits: {segment: 13}", 1, "from 0.5 to 12.0"), ("limits: 5", 1, "expected keys"), ("[1, 2]", 1, "expected keys"),
    ("listen: 127.0.0.1:80", 1, "tcp://host:port"), ("listen:\n  - tcp://a:1\n  - tcp://b", 3, "tcp://host:port"),
    ("insecure: perhaps", 1, "true or false"), ("token-file:", 1, "a text"), ("a: [", 2, "not YAML"),
    ("limits: {idle: nan}", 1, "a number"), ("commands: {a: b}", 1, "path"),
  ])
  func mistakesAreToldWithTheirLine(yaml: String, line: Int, problem: String) {
    let error = #expect(throws: ServerError.self) { try ConfigurationFile(yaml: yaml, file: "f.yaml") }
    #expect(error?.description.hasPrefix("f.yaml:\(line): ") == true && error?.description.contains(problem) == true)
  }

  @Test(arguments: [
    ("tcp://127.0.0.1:10400", true), ("tcp://localhost:0", true), ("tcp://[::1]:1", true), ("tcp://127.1.2.3:1", true),
    ("unix:///run/attune.sock", true), ("tcp://0.0.0.0:1", false), ("tcp://[::]:1", false),
    ("tcp://192.168.1.2:1", false), ("tcp://example.org:1", false), ("tcp://127.example.org:1", false),
  ])
  func addressesAreReadAndWritten(text: String, isLocal: Bool) throws {
    let address = try #require(ListenAddress(text))
    #expect(address.description == text && address.isLocal == isLocal)
  }

  @Test(arguments: [
    "", "10400", "127.0.0.1:10400", "tcp://", "tcp://a", "tcp://a:", "tcp://a:65536", "tcp://:0", "tcp://::1:0",
    "unix://",
    "unix:///", "unix://a", "udp://a:1", "tcp://a:-1",
  ])
  func whatIsNoAddressIsNone(text: String) { #expect(ListenAddress(text) == nil) }

  @Test func aTokenIsTheFirstLine() throws {
    let file = try TemporaryFile("  secret \nmore\n")
    let token = try Token(contentsOf: file.path)
    #expect(token == Token("secret") && token.matches("secret"))
    for wrong in ["", "secre", "secrets", "Secret", "secretsecret"] { #expect(!token.matches(wrong)) }
    for bad in ["", "\n", " \nsecret"] {
      let file = try TemporaryFile(bad)
      #expect(throws: ServerError.self) { try Token(contentsOf: file.path) }
    }
    #expect(throws: ServerError.self) { try Token(contentsOf: "no/such/file") }
  }

  /// Who may read a secret is told; a group that was given it may.
  @Test(arguments: [
    (0o600, false), (0o400, false), (0o640, false), (0o644, true), (0o604, true), (0o620, true), (0o666, true),
  ])
  func secretsThatEverybodyCanReadAreTold(mode: Int, isTold: Bool) throws {
    let file = try TemporaryFile("secret\n")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    let exposure = SecretFile.exposure(of: file.path)
    #expect((exposure != nil) == isTold && exposure?.contains("chmod 600 \(file.path)") ?? true)
    #expect(SecretFile.exposure(of: "no/such/file") == nil && SecretFile.exposure(of: "/dev/null") == nil)
  }
}
