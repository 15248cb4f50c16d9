import Foundation
import JSON
import TestSupport
import Testing

@testable import Console

/// A console with two command files, and pages that talk to it over sockets.
@Suite struct ConsoleServerTests {
  private static let lights = """
    intents:
      setLight:
        data:
          - sentences:
              - "turn {state} the {room} lights"
    lists:
      state:
        values: [on, off]
      room:
        values: [kitchen, bedroom]

    """

  private struct Console {
    let port: Int
    let desk: ConsoleDesk
    let folder: TemporaryFolder
    var files: [String] { desk.files.paths }
  }

  private static func withConsole(
    token: String? = nil, _ body: @Sendable (Console) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Array(lights.utf8), to: "lights.yaml")
    let desk = try ConsoleDesk(commands: [file], keepingIn: folder.path + "/kept")
    let server = try ConsoleServer(desk, at: .init(port: 0), token: token.flatMap { ConsoleToken($0) })
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let task = Task {
      defer { continuation.finish() }
      try await server.run { address in
        continuation.yield(Int(address.dropLast().split(separator: ":").last ?? "") ?? 0)
      }
    }
    let port = try #require(await ports.first { _ in true })
    do { try await body(Console(port: port, desk: desk, folder: folder)) } catch {
      task.cancel()
      throw error
    }
    task.cancel()
    try await task.value
    #expect(desk.pages.count == 0)
  }

  /// A page that was greeted, where it asks for that.
  private static func page(of console: Console, greets: Bool = true) async throws -> PageClient {
    let page = try await PageClient(port: console.port)
    #expect(page.greeting.hasPrefix("HTTP/1.1 101 "))
    if greets {
      #expect(await page.ask("{\"type\": \"hello\"}", until: "\"utterances\"").contains("\"type\": \"hello\""))
    }
    return page
  }

  private static let fixture = "Fixtures/synthetic-espeak-lights-on-kitchen.flac"

  private static var sound: [UInt8] {
    get throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      return Array(try Data(contentsOf: root.appending(path: fixture)))
    }
  }

  @Test func aRequestThatIsNoPageOfOursIsRefused() async throws {
    try await Self.withConsole { console in
      for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
        ("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (
          "GET /socket HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
          403
        ),
      ] {
        let socket = try RawSocket(port: console.port)
        socket.send(request)
        let answer = await onThread { socket.receive(until: "\r\n\r\n") }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60))")
      }
    }
  }

  @Test func sentencesSoundAndWhatItLookedLike() async throws {
    try await Self.withConsole { console in
      let client = try await Self.page(of: console)
      let typed = await client.ask(
        "{\"type\": \"text\", \"text\": \"turn on the kitchen lights\"}", until: "\"type\": \"result\"")
      #expect(typed.contains("\"accepted\": true") && typed.contains("\"intent\": \"setLight\""))
      let refused = await client.ask(
        "{\"type\": \"text\", \"text\": \"turn on the chicken lights\"}", until: "has “kitchen”")
      #expect(refused.contains("“chicken” stands where the nearest command"))
      let bytes = try Self.sound
      client.send("{\"type\": \"file\", \"name\": \"a.flac\", \"size\": \(bytes.count)}")
      client.send(sound: Array(bytes.prefix(1000)))
      client.send(sound: Array(bytes.dropFirst(1000)))
      let heard = await client.answer(until: "\"type\": \"result\"")
      #expect(heard.contains("\"accepted\": true") && heard.contains("\"value\": \"kitchen\""))
      let sight = await client.ask("{\"type\": \"see\", \"id\": 3}", until: "\"candidates\": ")
      for part in ["\"type\": \"sight\"", "\"spectrogram\": ", "\"name\": \"phones\"", "\"text\": \"kitchen\""] {
        #expect(sight.contains(part), "\(part)")
      }
      client.send("{\"type\": \"file\", \"name\": \"odd.wav\", \"size\": 3}")
      client.send(sound: [1, 2, 3])
      #expect(await client.answer(until: "odd.wav: ").contains("\"type\": \"error\""))
      #expect(await client.ask("{\"type\": \"see\", \"id\": 9}", until: "no longer").contains("utterance 9"))
      // Kept, and judged.
      let kept = console.folder.path + "/kept"
      let judged = await client.ask(
        "{\"type\": \"judge\", \"id\": 3, \"right\": true}", until: "\"verdict\": \"right\"")
      #expect(judged.contains("\"id\": 3"))
      let list = try String(contentsOfFile: kept + "/manifest.jsonl", encoding: .utf8)
      #expect(list.contains("\"intent\": \"setLight\"") && list.split(separator: "\n").count == 1)
      _ = await client.ask(
        "{\"type\": \"judge\", \"id\": 3, \"right\": false, \"meant\": \"turn off the bedroom lights\"}",
        until: "\"verdict\": \"wrong\"")
      let again = try String(contentsOfFile: kept + "/manifest.jsonl", encoding: .utf8)
      #expect(again.contains("\"state\": \"off\"") && again.split(separator: "\n").count == 1)
    }
  }

  @Test func aMicrophoneIsHeardAsItComes() async throws {
    try await Self.withConsole { console in
      let client = try await Self.page(of: console)
      let bytes = try Self.sound
      client.send("{\"type\": \"file\", \"name\": \"a.flac\", \"size\": \(bytes.count)}")
      client.send(sound: bytes)
      _ = await client.answer(until: "\"type\": \"result\"")
      let samples = try #require(console.desk.log.sound(of: 1))
      _ = await client.ask("{\"type\": \"listen\", \"rate\": 16000}", until: "listening")
      for start in stride(from: 0, to: samples.count, by: 800) {
        client.send(
          sound: samples[start..<min(samples.count, start + 800)].flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
          })
      }
      let heard = await client.ask("{\"type\": \"stop\"}", until: "stopped")
      #expect(heard.contains("\"type\": \"partial\"") && heard.contains("\"source\": \"microphone\""))
      #expect(heard.contains("\"accepted\": true") && heard.contains("\"value\": \"kitchen\""))
      client.close()
      _ = await client.end()
    }
  }

  @Test func filesAreCheckedAndSaved() async throws {
    try await Self.withConsole { console in
      let client = try await Self.page(of: console)
      let other = try await Self.page(of: console)
      func message(_ type: String, _ text: String, _ more: String = "") -> String {
        "{\"type\": \"\(type)\", \"file\": 0, \"text\": \(JSONText.quoted(text))\(more)}"
      }
      #expect(await client.ask("{\"type\": \"open\", \"file\": 0}", until: "opened").contains("\"version\": 0"))
      let broken = Self.lights.replacing("{room}", with: "{rom}")
      let checked = await client.ask(message("check", broken, ", \"number\": 1"), until: "checked")
      #expect(checked.contains("\"line\": 5") && checked.contains("did you mean 'room'"))
      let refused = await client.ask(message("save", broken, ", \"version\": 0"), until: "\"type\": \"error\"")
      #expect(refused.contains("unknown list 'rom'"))
      let path = console.files[0]
      #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.lights)
      for text in [
        "{\"type\": \"open\", \"file\": 1}",
        message("save", "x", ", \"version\": 0").replacing("\"file\": 0", with: "\"file\": 1"),
      ] {
        #expect(await client.ask(text, until: "\"type\": \"error\"").contains("there is no such file here"))
      }
      let changed = Self.lights.replacing("kitchen", with: "attic")
      #expect(await client.ask(message("save", changed, ", \"version\": 0"), until: "saved").contains("\"version\": 1"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == changed)
      // In force for other pages, too, which are told.
      let text = "{\"type\": \"text\", \"text\": \"turn on the attic lights\"}"
      let answer = await other.ask(text, until: "\"type\": \"result\"")
      #expect(answer.contains("\"type\": \"commands\"") && answer.contains("\"accepted\": true"))
      #expect(
        await other.ask(message("save", Self.lights, ", \"version\": 0"), until: "error").contains("another page"))
      try Data("intents: {}".utf8).write(to: URL(filePath: path))
      let stale = await client.ask(message("save", Self.lights, ", \"version\": 1"), until: "error")
      #expect(stale.contains("changed by another program"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "intents: {}")
      // Opened again it is what the other program wrote, and may be saved.
      let opened = await client.ask("{\"type\": \"open\", \"file\": 0}", until: "opened")
      #expect(opened.contains("intents: {}") && opened.contains("\"version\": 2"))
      let saved = await client.ask(message("save", Self.lights, ", \"version\": 2"), until: "saved")
      #expect(saved.contains("\"version\": 3"))
    }
  }

  @Test func aWrongTokenIsToldNothing() async throws {
    try await Self.withConsole(token: "secret") { console in
      let stranger = try await Self.page(of: console, greets: false)
      stranger.send("{\"type\": \"hello\", \"token\": \"guess\"}")
      let told = await stranger.end()
      #expect(told.contains("refused") && !told.contains("lights.yaml"))
      let friend = try await Self.page(of: console, greets: false)
      #expect(
        await friend.ask("{\"type\": \"hello\", \"token\": \"secret\"}", until: "\"utterances\"").contains(
          "lights.yaml"))
    }
  }

  @Test func pagesThatAreClosedMakeRoom() async throws {
    try await Self.withConsole { console in
      var clients: [PageClient] = []
      for _ in 0..<ConsoleServer.pageLimit { clients.append(try await Self.page(of: console)) }
      #expect(console.desk.pages.isFull)
      let socket = try RawSocket(port: console.port)
      socket.send(
        """
        GET /socket HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUpgrade: websocket\r\n\
        Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
        """)
      #expect(await onThread { socket.receive(until: "\r\n\r\n") }.hasPrefix("HTTP/1.1 503 "))
      for client in clients.dropLast() { client.close() }
      // One goes without a word.
      clients.removeLast()
      for client in clients { _ = await client.end() }
      clients.removeAll()
      for _ in 0..<200 where console.desk.pages.count > 0 { try await Task.sleep(for: .milliseconds(50)) }
      #expect(console.desk.pages.count == 0)
      _ = try await Self.page(of: console)
    }
  }
}
