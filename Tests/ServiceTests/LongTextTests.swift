import JSON
import Recognition
import TestSupport
import Testing
import Wire

@testable import Service

/// Texts that are too long to be worked on, from clients: an error for them, and nothing to anybody else.
@Suite(.timeLimit(.minutes(2))) struct LongTextTests {
  /// A text that a test is not called by.
  struct Text: CustomTestStringConvertible, Sendable {
    let beginning: String
    let piece: String
    let count: Int

    var text: String { beginning + String(repeating: piece, count: count) }
    var testDescription: String { "'\(beginning)\(piece)…', \(count) times" }
  }

  static let texts = [
    Text(beginning: "kitchen", piece: "'s", count: 9_000), Text(beginning: "", piece: "abcdefgh", count: 100_000),
    Text(beginning: "", piece: "on ", count: 10_000), Text(beginning: "", piece: "1", count: 10_000),
  ]

  /// The client is answered in turn, and goes on.
  @Test(arguments: texts) func aTextThatIsTooLongIsAnError(text: Text) async throws {
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Recognize(text: "lamp on"))
        try await client.send(Recognize(text: text.text))
        try await client.send(Recognize(text: "1000000000000000000th"))
        try await client.send(Recognize(text: "lamp off"))
        var told: [String] = []
        while told.count < 4, let event = try await client.next() {
          told.append(event.type == "error" ? event.data["code"]?.text ?? "" : event.type)
        }
        #expect(told == ["intent", "text-too-long", "not-recognized", "intent"])
      }
    }
  }

  /// Three that send long words and leave keep nobody waiting, and do not keep the server from ending.
  @Test func longWordsStarveNobody() async throws {
    try await TestServer.run(try Phones.engine()) { server in
      let address = server.addresses[0]
      for _ in 0..<3 {
        try await TestClient.connect(to: address) { client in
          for text in Self.texts { try await client.send(Recognize(text: text.text)) }
        }
      }
      let start = ContinuousClock.now
      try await TestClient.connect(to: address) { client in
        try await client.send(Recognize(text: "heater on"))
        #expect(try await client.next()?.type == "intent")
      }
      // Worked on, these texts take minutes; the machine may be busy with other tests.
      #expect(ContinuousClock.now - start < .seconds(60))
    }
  }

  /// Where there is a sound, it alone decides, and that is said.
  @Test func aLongTranscriptLeavesTheSound() async throws {
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(Transcript(text: Self.texts[0].text, context: ["audio": "expected"]))
        try await client.send(sound: sound)
        let events = try await client.events(to: "intent")
        #expect(events.first { $0.type == "error" }?.data["code"] == "text-too-long")
        #expect(try Intent(try #require(events.last)).words == "lamp on")
      }
    }
  }

  /// What a client that is gone has asked for is dropped.
  @Test func workWhoseClientIsGoneStops() throws {
    var inbox = WorkInbox()
    for _ in 0..<1000 { inbox.append(.read([], .written)) }
    inbox.append(.end)
    inbox.removeAll()
    #expect(inbox.isEmpty)
  }
}
