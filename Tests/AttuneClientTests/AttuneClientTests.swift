import JSON
import Testing
import Wire
import WyomingPeer

@testable import AttuneClient

@Suite struct AttuneClientTests {
  static let intent = Intent(
    name: "setLight", entities: [Entity(name: "state", value: "on")], words: "turn on", confidence: 0.9)

  /// Each answer of a server with what a client makes of it.
  @Test(arguments: [
    ([intent.event], [intent], "turn on"),
    ([Transcript(text: "turn on it").event, intent.event], [intent], "turn on it"),
    ([VoiceStarted(timestamp: 0).event, Event("news"), Pong().event, intent.event], [intent], "turn on"),
    ([NotRecognized().event, intent.event, intent.event], [intent, intent], "turn on turn on"),
    ([IntentsStart().event, intent.event, intent.event, IntentsStop().event], [intent, intent], "turn on"),
    ([IntentPartial(name: nil, entities: [], text: "turn").event, NotRecognized(words: "x").event], [], "x"),
    ([Transcript(text: "y").event, NotRecognized().event], [], "y"),
    ([ErrorEvent(text: "0.1 s", code: .audioDropped).event, intent.event], [intent], "turn on"),
  ])
  func anAnswerIsTheIntentsUpToItsEnd(events: [Event], intents: [Intent], text: String?) async throws {
    let server = try FakeServer { client in
      client.receiveAll()
      client.send(events.flatMap(\.encoded))
    }
    let answer = try await Self.client(server).understand([Float](repeating: 0.1, count: 20_000))
    #expect(answer == Answer(intents: intents, text: text))
  }

  @Test(arguments: [
    ("", ClientError.closed), ("{\"type\": \"intent\", \"data_length\": 9}\n{", .closed),
    (ErrorEvent(text: "no", code: .busy).event.line + "\n", .refused(ErrorEvent(text: "no", code: .busy))),
    ("nonsense\n", .malformed(.malformedHeader(byte: 0, problem: "a value was expected"))),
    (
      "{\"type\": \"intent\"}\n",
      .unexpected(EventError(type: "intent", field: "data.name", problem: "is missing"))
    ),
  ])
  func whatIsNoAnswerIsATypedError(text: String, expected: ClientError) async throws {
    let server = try FakeServer { client in
      client.send(text)
      if !text.isEmpty, expected != .closed { client.receiveAll() }
    }
    let error = await #expect(throws: ClientError.self) { try await Self.client(server).understand(transcript: "a") }
    if case .unexpected? = error, case .unexpected = expected { return }
    #expect(error == expected)
  }

  /// A server that goes on for ever with one answer is not listened to for ever.
  @Test func anAnswerIsBounded() throws {
    var reader = AnswerReader()
    _ = try reader.add(.intentsStart(IntentsStart()))
    for _ in 0..<1000 { #expect(try reader.add(.intent(Self.intent)) == nil) }
    #expect(throws: ClientError.self) { try reader.add(.intent(Self.intent)) }
  }

  /// Whatever is sent arrives: a transcript inside its sound, and a transcript alone.
  @Test func soundAndWordsArriveInOrder() async throws {
    let samples = (0..<2500).map { Float($0 % 100) / 100 }
    for (samples, types) in [
      (samples, ["audio-start", "transcript", "audio-chunk", "audio-chunk", "audio-stop"]), ([], ["transcript"]),
    ] {
      let server = try FakeServer { client in
        let events = client.events(count: types.count)
        let sound = events.reduce(0) { $0 + $1.payload.count }
        client.send(NotRecognized(words: events.map(\.type).joined(separator: " ") + " \(sound)").event.encoded)
        client.receiveAll()
      }
      let answer = try await Self.client(server).understand(samples, transcript: "words")
      #expect(answer.text == types.joined(separator: " ") + " \(2 * samples.count)")
    }
  }

  @Test func theTokenComesFirst() async throws {
    let server = try FakeServer { client in
      let event = client.events(count: 1).first
      guard event == Authenticate(token: "secret").event else {
        client.send(ErrorEvent(text: "no", code: .unauthorized).event.encoded)
        return client.receiveAll()
      }
      client.send(Authenticated().event.encoded)
      client.send(NotRecognized(words: client.events(count: 1).first?.type).event.encoded)
      client.receiveAll()
    }
    let answer = try await Self.client(server, token: "secret").understand(transcript: "a")
    #expect(answer.text == "transcript")
    await #expect(throws: ClientError.refused(ErrorEvent(text: "no", code: .unauthorized))) {
      try await Self.client(server, token: "wrong").understand(transcript: "a")
    }
  }

  @Test func aWelcomeThatDoesNotComeIsWaitedForNoLongerThanSaid() async throws {
    let server = try FakeServer { $0.receiveAll() }
    await #expect(throws: ClientError.tooLate(limit: .milliseconds(300))) {
      try await Self.client(server, token: "t", patience: .milliseconds(300)).understand(transcript: "a")
    }
  }

  @Test func nobodyThereIsAnError() async throws {
    let address = try #require(ServerAddress("tcp://127.0.0.1:\(try FakeServer.unusedPort())"))
    for address in [address, .unix(path: "/no/such/socket")] {
      let client = AttuneClient(address)
      let error = await #expect(throws: ClientError.self) { try await client.understand(transcript: "a") }
      guard case .unreachable(address, let reason)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(["Connection refused", "No such file or directory"].contains(reason))
    }
  }

  @Test func cancellationClosesTheConnection() async throws {
    let (closed, continuation) = AsyncStream<Void>.makeStream()
    let server = try FakeServer { client in
      client.receiveAll()
      continuation.finish()
    }
    let task = Task { try await Self.client(server).understand(transcript: "a") }
    while server.clients == 0 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
    for await _ in closed {}
  }

  /// Two loops over the events of one connection see each event once.
  @Test func readingMayPause() async throws {
    let server = try FakeServer { client in
      for text in ["a", "b", "c"] { client.send(Pong(text: text).event.encoded) }
    }
    let texts = try await Self.client(server).withConnection { _, messages in
      var texts: [String?] = []
      for try await case .pong(let pong) in messages {
        texts.append(pong.text)
        break
      }
      for try await case .pong(let pong) in messages { texts.append(pong.text) }
      return texts
    }
    #expect(texts == ["a", "b", "c"])
  }

  @Test(arguments: [
    ("tcp://localhost:10400", "tcp://localhost:10400"), ("tcp://[::1]:1", "tcp://[::1]:1"),
    ("unix:///a b", "unix:///a b"),
    ("unix://a", nil), ("unix:///", nil), ("unix://", nil), ("/a", nil), ("tcp://localhost", nil), ("tcp://h:0", nil),
    ("", nil),
  ])
  func addresses(text: String, description: String?) {
    #expect(ServerAddress(text)?.description == description)
  }
}

extension AttuneClientTests {
  static func client(
    _ server: FakeServer, token: String? = nil, patience: Duration = .seconds(120)
  ) throws -> AttuneClient {
    AttuneClient(
      try #require(ServerAddress("tcp://127.0.0.1:\(server.port)")), token: token, patience: patience)
  }
}

extension FakeClient {
  /// The next events; fewer where the client ends.
  fileprivate func events(count: Int) -> [Event] {
    var decoder = EventDecoder()
    var events: [Event] = []
    while events.count < count {
      while events.count < count, let event = try? decoder.next() { events.append(event) }
      guard events.count < count else { break }
      let bytes = receive()
      guard !bytes.isEmpty else { break }
      decoder.append(bytes.span)
    }
    return events
  }
}
