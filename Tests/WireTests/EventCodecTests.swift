import JSON
import NIOCore
import NIOEmbedded
import Testing

@testable import Wire

@Suite struct EventCodecTests {
  private static let text =
    "{\"type\": \"ping\"}\nnonsense\n{\"type\": \"a\", \"payload_length\": 2}\nxy{\"type\": \"last\"}"

  private func read(_ channel: EmbeddedChannel) throws -> [Result<Event, WireError>] {
    var results: [Result<Event, WireError>] = []
    while let result = try channel.readInbound(as: Result<Event, WireError>.self) { results.append(result) }
    return results
  }

  /// Wherever the bytes are cut, and whichever way their end is told.
  @Test(arguments: 0...EventCodecTests.text.utf8.count, [true, false])
  func everySplitGivesTheSameEvents(split: Int, isHalfClosed: Bool) throws {
    let channel = EmbeddedChannel(handler: EventCodec())
    let bytes = Array(Self.text.utf8)
    try channel.writeInbound(ByteBuffer(bytes: bytes[..<split]))
    try channel.writeInbound(ByteBuffer(bytes: bytes[split...]))
    if isHalfClosed { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    _ = try channel.finish(acceptAlreadyClosed: true)
    let expected: [Result<Event, WireError>] = [
      .success(Event("ping")), .failure(.malformedHeader(byte: 17, problem: "a value was expected")),
      .success(Event("a", payload: Array("xy".utf8))), .success(Event("last")),
    ]
    #expect(try read(channel) == expected)
  }

  @Test func whatIsWrittenIsTheEncoding() throws {
    let channel = EmbeddedChannel(handler: EventCodec())
    let event = AudioChunk(format: .speech, samples: [1, 2]).event
    try channel.writeOutbound(event)
    let buffer = try #require(try channel.readOutbound(as: ByteBuffer.self))
    #expect(Array(buffer.readableBytesView) == event.encoded)
  }

  /// An error after which no event can be found is told once.
  @Test func nothingFollowsTheEnd() throws {
    let channel = EmbeddedChannel(handler: EventCodec(limits: EventLimits(payload: 1)))
    try channel.writeInbound(ByteBuffer(string: "{\"type\": \"a\", \"payload_length\": 2}\nxy{\"type\": \"b\"}\n"))
    try channel.writeInbound(ByteBuffer(string: "{\"type\": \"c\"}\n"))
    #expect(try read(channel) == [.failure(.payloadTooLong(byte: 32, length: 2, limit: 1))])
  }

  private static func types(_ results: [Result<Event, WireError>]) -> [String] {
    results.map { result in
      switch result {
      case .success(let event): event.type
      case .failure(let error): Self.code(of: error)
      }
    }
  }

  private static func code(of error: WireError) -> String {
    switch error {
    case .headerTooLong: "line-too-long"
    case .dataTooLong: "data-too-long"
    case .payloadTooLong: "payload-too-long"
    case .tooManyValues: "too-many-values"
    case .overloaded: "overloaded"
    default: "malformed"
    }
  }

  /// Bytes take less memory than events: no more events are made than are wanted.
  @Test(arguments: [true, false]) func eventsAreMadeWhenTheyAreWanted(isClosed: Bool) throws {
    let channel = EmbeddedChannel(handler: EventCodec())
    let bytes = Array(repeating: Array("{\"type\":\"a\"}\n".utf8), count: 1000).flatMap { $0 }
    try channel.writeInbound(ByteBuffer(bytes: bytes))
    #expect(try read(channel).count == 16)
    if isClosed { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    channel.read()
    channel.embeddedEventLoop.run()
    #expect(try read(channel).count == 984)
    _ = try channel.finish(acceptAlreadyClosed: true)
  }

  /// What had come before the connection broke is not lost.
  @Test func theEndPassesOnEverything() throws {
    let channel = EmbeddedChannel(handler: EventCodec())
    try channel.writeInbound(
      ByteBuffer(string: String(repeating: "{\"type\":\"a\"}\n", count: 100) + "{\"type\":\"b\"}"))
    _ = try channel.finish(acceptAlreadyClosed: true)
    #expect(try read(channel).count == 101)
  }

  /// Small limits hold until the token, and not for what comes with it in one portion.
  @Test func strangersMaySayLittle() throws {
    func channel() -> EmbeddedChannel {
      let admission = Admission { $0.type == "authenticate" && $0.data["token"] == "t" }
      return EmbeddedChannel(handler: EventCodec(limits: EventLimits(), admission: admission, memory: nil))
    }
    let long = Event("b", payload: [UInt8](repeating: 0, count: 100_000)).encoded
    let token = Event("authenticate", data: ["token": "t"]).encoded
    let wrong = Event("authenticate", data: ["token": "u"]).encoded
    for (bytes, expected) in [
      (long, ["payload-too-long"]), (token + long, ["authenticate", "b"]),
      (wrong + long, ["authenticate", "payload-too-long"]),
      (Event("a", data: ["x": .text(String(repeating: "y", count: 5000))]).encoded, ["data-too-long"]),
      (Array(String(repeating: " ", count: 5000).utf8), ["line-too-long"]),
      (Array(#"{"type":"a","x":[\#(String(repeating: "1,", count: 100))1]}"#.utf8) + [10], ["too-many-values"]),
    ] {
      let channel = channel()
      try channel.writeInbound(ByteBuffer(bytes: bytes))
      #expect(Self.types(try read(channel)) == expected)
    }
  }

  /// Unfinished events and events that nobody has taken count; what was taken is there again.
  @Test func memoryIsShared() throws {
    let pool = MemoryPool(limit: 1 << 20)
    func connect() -> (EmbeddedChannel, MemoryShare) {
      let memory = MemoryShare(of: pool, allowance: 1 << 16)
      return (EmbeddedChannel(handler: EventCodec(limits: EventLimits(), admission: nil, memory: memory)), memory)
    }
    let (first, memory) = connect()
    let (second, other) = connect()
    let event = Event("a", payload: [UInt8](repeating: 0, count: 900_000)).encoded
    try first.writeInbound(ByteBuffer(bytes: event[..<800_000]))
    try second.writeInbound(ByteBuffer(bytes: event[..<800_000]))
    #expect(try read(first).isEmpty)
    #expect(Self.types(try read(second)) == ["overloaded"])
    // Who sends little is served.
    let (third, _) = connect()
    try third.writeInbound(ByteBuffer(string: "{\"type\":\"ping\"}\n"))
    #expect(Self.types(try read(third)) == ["ping"])
    _ = try first.finish(acceptAlreadyClosed: true)
    withExtendedLifetime((memory, other)) {}
  }
}
