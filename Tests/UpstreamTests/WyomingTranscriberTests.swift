import Foundation
import JSON
import Synchronization
import Testing
import Wire
import WyomingPeer

@testable import Upstream

@Suite struct WyomingTranscriberTests {
  /// A second and a bit, so that the last chunk is shorter than the others.
  static let samples = (0..<17_001).map { Float(sin(Double($0) * 0.03)) * 1.01 }
  /// The samples as they should arrive.
  static let sound = samples.flatMap { sample in
    let value = Int16((max(-1, min(1, sample)) * 32_767).rounded())
    return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  @Test(.enabled(if: WyomingPeer.isAvailable, "no Python has the package wyoming, and it cannot be had from PyPI"))
  func theReferenceImplementationHearsAndIsHeard() async throws {
    let facts = "language=en; 16000/2/1; \(Self.sound.count) bytes, crc \(Self.crc32(Self.sound))"
    for (mode, text) in [("facts", facts), ("streaming", facts), ("early", "early"), ("", ""), ("é 50%", "é 50%")] {
      let peer = try WyomingPeer(mode)
      for _ in 0..<3 { #expect(try await Self.transcript(port: peer.port) == text) }
      withExtendedLifetime(peer) {}
    }
  }

  @Test func theSoundIsSentAsTheProtocolWantsIt() async throws {
    let received = Mutex<[Event]>([])
    let server = try FakeServer { client in
      var decoder = EventDecoder()
      while received.withLock({ $0.last?.type }) != "audio-stop" {
        let bytes = client.receive()
        if bytes.isEmpty { return }
        decoder.append(bytes.span)
        while let event = try? decoder.next() { received.withLock { $0.append(event) } }
      }
      client.send(Event("transcript", data: ["text": "heard", "context": .null]).encoded)
      client.receiveAll()
    }
    #expect(try await Self.transcript(port: server.port) == "heard")
    let events = received.withLock { $0 }
    let chunks = events.dropFirst(2).dropLast()
    #expect(Array(events.prefix(2)) == [Transcribe(language: "en").event, AudioStart(format: .speech).event])
    #expect(
      events.last == AudioStop().event && chunks.allSatisfy { $0.type == "audio-chunk" && $0.data == events[1].data })
    #expect(chunks.flatMap(\.payload) == Self.sound)
  }

  /// Ways to answer, in the protocol and at its edge.
  @Test(arguments: [
    ("{\"type\": \"transcript\", \"data\": {\"text\": \"a b\"}}\n", "a b"),
    ("{\"type\": \"transcript\", \"data\": {\"text\": \"a b\"}}", "a b"),
    ("{\"type\": \"info\", \"payload_length\": 3}\nabc{\"type\": \"transcript\", \"data\": {\"text\": \"\"}}\n", ""),
    (
      "{\"type\": \"transcript-start\"}\n{\"type\": \"transcript-chunk\", \"data\": {\"text\": \"a \"}}\n"
        + "{\"type\": \"transcript-chunk\", \"data\": {\"text\": \"b\"}}\n{\"type\": \"transcript-stop\"}\n", "a b"
    ),
    (
      "{\"type\": \"transcript-start\"}\n{\"type\": \"transcript-chunk\", \"data\": {\"text\": \"x\"}}\n"
        + "{\"type\": \"transcript\", \"data\": {\"text\": \"a b\"}}\n", "a b"
    ),
  ])
  func answers(bytes: String, text: String) async throws {
    // Without a look at the sound: answers may come while it is sent.
    let server = try FakeServer { $0.send(bytes) }
    #expect(try await Self.transcript(port: server.port) == text)
  }

  @Test(arguments: [
    ("", TranscriberError.closed), ("{\"type\": \"transcript\", \"data_length\": 100}\n{\"te", .closed),
    ("{\"type\": \"transcript-chunk\", \"data\": {\"text\": \"a\"}}\n", .closed),
    ("{\"type\": \"transcript\"}\n", .unexpected(event: "transcript")),
    ("{\"type\": \"transcript\", \"data\": {\"text\": 5}}\n", .unexpected(event: "transcript")),
    ("{\"type\": \"error\", \"data\": {\"text\": \"no model\", \"code\": \"x\"}}\n", .refused(text: "no model")),
    // What a terminal would obey is not handed on.
    (
      "{\"type\": \"error\", \"data\": {\"text\": \"\\u001b[31mred\\n\\u202e\"}}\n",
      .refused(text: " [31mred  ")
    ),
    (
      "{\"type\": \"transcript\", \"data\": {\"text\": \"\(String(repeating: "x", count: 65_500))\", \"y\": \"\"}}\n",
      .malformed(.headerTooLong(byte: 0, limit: 1 << 16))
    ),
    (
      String(
        repeating:
          "{\"type\": \"transcript-chunk\", \"data\": {\"text\": \"\(String(repeating: "x", count: 60_000))\"}}\n",
        count: 2), .tooLong(limit: 1 << 16)
    ),
    ("HTTP/1.1 400 Bad Request\r\n\r\n", .malformed(.malformedHeader(byte: 0, problem: "a value was expected"))),
    ("\u{0}\u{1}\u{2}\n", .malformed(.malformedHeader(byte: 0, problem: "a value was expected"))),
    (
      "{\"type\": \"transcript\", \"payload_length\": 10000000000}\n",
      .malformed(.payloadTooLong(byte: 41, length: 10_000_000_000, limit: 1 << 20))
    ),
  ])
  func whatIsNoAnswerIsAnErrorAtOnce(bytes: String, expected: TranscriberError) async throws {
    let server = try FakeServer { client in
      client.send(bytes)
      // Reads on, so that what it said is not lost with the connection.
      if expected != .closed { client.receiveAll() }
    }
    let error = await #expect(throws: TranscriberError.self) { try await Self.transcript(port: server.port) }
    #expect(error == expected && server.clients == 1)
  }

  enum Tarpit: CaseIterable {
    case neverAccepts, neverReads, neverAnswers, drips, floods, startsAndStops

    func server() throws -> FakeServer {
      switch self {
      case .neverAccepts: try FakeServer(nil)
      case .neverReads: try FakeServer { _ in sleep(1200) }
      case .neverAnswers: try FakeServer { $0.receiveAll() }
      case .drips: try FakeServer { while $0.send(" ") { usleep(20_000) } }
      case .floods: try FakeServer { while $0.send("{\"type\": \"ping\", \"data\": {\"text\": \"x\"}}\n") {} }
      case .startsAndStops:
        try FakeServer { client in
          client.send("{\"type\": \"transcript\", \"data_length\": 50}\n{")
          client.receiveAll()
        }
      }
    }
  }

  /// Five minutes of sound are more than the system's buffers hold: sending waits, too. Where other tests keep all
  /// threads busy, the clock is heard late: the time limit is there to tell that from waiting for the server.
  @Test(.timeLimit(.minutes(10)), arguments: Tarpit.allCases) func slownessEndsAtTheLimit(tarpit: Tarpit) async throws {
    let server = try tarpit.server()
    let limit = Duration.milliseconds(600)
    let transcriber = try Self.transcriber(port: server.port, timeout: limit)
    let seconds = tarpit == .neverReads || tarpit == .neverAccepts ? 300 : 2
    let duration = await ContinuousClock().measure {
      await #expect(throws: TranscriberError.tooLate(limit: limit)) {
        try await transcriber.transcript(of: [Float](repeating: 0, count: seconds * 16_000))
      }
    }
    #expect(duration >= limit)
  }

  @Test func nobodyThereIsAnErrorAtOnce() async throws {
    let port = try FakeServer.unusedPort()
    await #expect(throws: TranscriberError.unreachable(reason: "Connection refused")) {
      try await Self.transcript(port: port)
    }
  }

  /// An address that is for documentation, and a name that cannot exist.
  @Test(.timeLimit(.minutes(10)), arguments: ["tcp://192.0.2.1:10300", "tcp://no-such-host.invalid:10300"])
  func nowhereIsAnError(address: String) async throws {
    let transcriber = WyomingTranscriber(address: try #require(TCPAddress(address)), timeout: .milliseconds(600))
    await #expect(throws: TranscriberError.self) { try await transcriber.transcript(of: Self.samples) }
  }

  @Test func aCancelledTaskDoesNotWait() async throws {
    let server = try FakeServer { $0.receiveAll() }
    let task = Task { try await Self.transcript(port: server.port) }
    while server.clients == 0 { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
  }

  @Test func noSamplesAreAskedForToo() async throws {
    let server = try FakeServer { client in
      client.send("{\"type\": \"transcript\", \"data\": {\"text\": \"\"}}\n")
      client.receiveAll()
    }
    #expect(try await Self.transcriber(port: server.port).transcript(of: []) == "")
  }
}

extension WyomingTranscriberTests {
  static func transcriber(port: Int, timeout: Duration = .seconds(30)) throws -> WyomingTranscriber {
    WyomingTranscriber(address: try #require(TCPAddress("tcp://127.0.0.1:\(port)")), timeout: timeout)
  }

  static func transcript(port: Int) async throws -> String {
    try await transcriber(port: port).transcript(of: samples)
  }

  /// CRC-32 as in ISO 3309, which zlib computes.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
  }
}
