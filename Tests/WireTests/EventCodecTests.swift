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
}
