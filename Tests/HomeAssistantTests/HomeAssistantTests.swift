import Foundation
import HomePeer
import Synchronization
import TestSupport
import Testing
import WyomingPeer

@testable import HomeAssistant

/// Over sockets.
@Suite struct HomeAssistantTests {
  private static let home = Home(
    entities: [Home.Entity(id: "light.a", name: "Reading Lamp", aliases: ["big light"])],
    areas: [Home.Place(name: "Kitchen", aliases: ["cook room"])],
    floors: [Home.Place(name: "Ground Floor", aliases: ["downstairs"])], unexposed: 1)

  private static func address(_ port: Int, _ scheme: String = "http", _ path: String = "") throws
    -> HomeAssistantAddress
  {
    try #require(HomeAssistantAddress("\(scheme)://localhost:\(port)\(path)"))
  }

  private static func token(_ text: String = "a-good-token") throws -> AccessToken { try #require(AccessToken(text)) }

  private static func read(_ fake: FakeHome, _ token: String = "a-good-token") async throws -> Home {
    try await HomeAssistant(try address(fake.port)).read(try Self.token(token))
  }

  @Test func aHomeIsRead() async throws {
    let fake = try await FakeHome()
    #expect(try await Self.read(fake) == Self.home)
    #expect(fake.tokens == ["a-good-token"])
    // Nothing is subscribed to, and the end is said.
    #expect(!fake.requests.contains("subscribe_events"))
    for _ in 0..<100 where fake.requests.last != "close" { try await Task.sleep(for: .milliseconds(50)) }
    #expect(fake.requests.last == "close")
  }

  @Test(arguments: [1, 7, 125, 126, 1000]) func fragmentsPingsAndAnyOrderAreUnderstood(size: Int) async throws {
    var answers = FakeHome.Answers.small
    (answers.fragment, answers.isReversed) = (size, true)
    let fake = try await FakeHome(answers)
    #expect(try await Self.read(fake) == Self.home)
    #expect(size > 500 || fake.requests.contains("pong"))
  }

  /// Five megabytes of states, in one frame and in pieces.
  @Test(arguments: [nil, 60_000]) func aLargeHomeIsRead(size: Int?) async throws {
    var answers = FakeHome.Answers.small
    let filler = String(repeating: "x", count: 1000)
    let states = (0..<5_000).map {
      #"{"entity_id": "sensor.s\#($0)", "attributes": {"friendly_name": "S \#($0)", "other": "\#(filler)"}}"#
    }
    answers.results["get_states"] = "[" + states.joined(separator: ",") + "]"
    answers.fragment = size
    let fake = try await FakeHome(answers)
    let home = try await Self.read(fake)
    #expect(home.unexposed == 5_000 && home.absent == ["light.a"])
  }

  @Test func aWrongTokenIsRefused() async throws {
    let fake = try await FakeHome()
    let address = try Self.address(fake.port)
    await #expect(throws: HomeAssistantError.unauthorized(address: address)) { try await Self.read(fake, "secret") }
    #expect(!"\(HomeAssistantError.unauthorized(address: address))".contains("secret"))
  }

  @Test(arguments: [
    "auth", "get_states", "config/area_registry/list", "config/entity_registry/get_entries",
  ])
  func theEndInTheMiddleIsTold(command: String) async throws {
    for breaks in [false, true] {
      var answers = FakeHome.Answers.small
      if breaks { answers.breaksAt = command } else { answers.closesAt = command }
      let fake = try await FakeHome(answers)
      await #expect(throws: HomeAssistantError.closed) { try await Self.read(fake) }
    }
  }

  @Test func errorsOfCommandsAreTold() async throws {
    var answers = FakeHome.Answers.small
    answers.errors = ["homeassistant/expose_entity/list": "unauthorized"]
    let forbidden = try await FakeHome(answers)
    await #expect(throws: HomeAssistantError.forbidden(command: "homeassistant/expose_entity/list")) {
      try await Self.read(forbidden)
    }
    answers.errors = ["config/floor_registry/list": "unknown_command"]
    let old = try await Self.read(try await FakeHome(answers))
    #expect(old.floors.isEmpty && old.missing == ["floors"] && old.entities == Self.home.entities)
  }

  @Test func somethingElseIsTold() async throws {
    let fake = try await FakeHome()
    let elsewhere = try Self.address(fake.port, "http", "/elsewhere")
    await #expect(throws: HomeAssistantError.notHomeAssistant(address: elsewhere, status: 404)) {
      try await HomeAssistant(elsewhere).read(try Self.token())
    }
    var answers = FakeHome.Answers.small
    answers.welcome = #"{"hello": "world"}"#
    let other = try await FakeHome(answers)
    await #expect(throws: HomeAssistantError.malformed(problem: "a message without its type")) {
      try await Self.read(other)
    }
  }

  /// Servers that speak no HTTP, say nothing, close at once, or are not there.
  @Test func whateverAnswersIsTold() async throws {
    let token = try Self.token()
    func failure(_ port: Int) async throws -> HomeAssistantError? {
      let server = HomeAssistant(try Self.address(port), patience: .seconds(1))
      do { _ = try await server.read(token) } catch { return error as? HomeAssistantError }
      return nil
    }
    let babbling = try FakeServer { client in
      client.send("{\"type\": \"describe\"}\n")
      _ = client.receive()
    }
    #expect(
      try await failure(babbling.port) == .notHomeAssistant(address: try Self.address(babbling.port), status: nil))
    let refusing = try FakeServer { client in
      _ = client.receive()
      client.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n")
      client.send("Sec-WebSocket-Accept: AAAA\r\n\r\n")
      _ = client.receive()
    }
    #expect(
      try await failure(refusing.port) == .notHomeAssistant(address: try Self.address(refusing.port), status: nil))
    let closing = try FakeServer { _ in }
    #expect(try await failure(closing.port) == .closed)
    let silent = try FakeServer(nil)
    #expect(try await failure(silent.port) == .silent(seconds: 1))
    let port = try FakeServer.unusedPort()
    #expect(
      try await failure(port)
        == .unreachable(address: try Self.address(port), reason: "Connection refused"))
    withExtendedLifetime((babbling, refusing, closing, silent)) {}
  }

  @Test func aNameThatIsNobodysIsTold() async throws {
    let address = try #require(HomeAssistantAddress("http://no-such-host.invalid:8123"))
    let error = await #expect(throws: HomeAssistantError.self) {
      try await HomeAssistant(address).read(try Self.token())
    }
    #expect(error == .unreachable(address: address, reason: "no such host"))
  }

  @Test(.enabled(if: SelfSigned.isPossible, "there is no openssl to make a certificate with"))
  func encryptedConnectionsAreChecked() async throws {
    let identity = try SelfSigned()
    let fake = try await FakeHome(.small, identity: (identity.certificate, identity.key))
    let address = try Self.address(fake.port, "https")
    let token = try Self.token()
    #expect(try await HomeAssistant(address, authority: identity.certificate).read(token) == Self.home)
    // The system knows nothing of it; the certificate is for another name; there is no TLS.
    let stranger = await #expect(throws: HomeAssistantError.self) { try await HomeAssistant(address).read(token) }
    #expect(stranger?.description.hasPrefix("\(address): TLS: ") == true, "\(String(describing: stranger))")
    let numbered = try #require(HomeAssistantAddress("https://127.0.0.1:\(fake.port)"))
    let other = await #expect(throws: HomeAssistantError.self) {
      try await HomeAssistant(numbered, authority: identity.certificate).read(token)
    }
    #expect(other?.description.hasPrefix("\(numbered): TLS: ") == true, "\(String(describing: other))")
    let plain = try await FakeHome()
    let clear = try Self.address(plain.port, "https")
    let none = await #expect(throws: HomeAssistantError.self) {
      try await HomeAssistant(clear, authority: identity.certificate).read(token)
    }
    #expect(none?.description.hasPrefix("\(clear): TLS: ") == true, "\(String(describing: none))")
    let missing = await #expect(throws: HomeAssistantError.self) {
      try await HomeAssistant(address, authority: "/no/such/file").read(token)
    }
    #expect(
      missing?.description == "\(address): TLS: /no/such/file: there is no certificate in PEM that can be read",
      "\(String(describing: missing))")
    #expect(fake.tokens == ["a-good-token"] && plain.tokens.isEmpty)
  }
}
