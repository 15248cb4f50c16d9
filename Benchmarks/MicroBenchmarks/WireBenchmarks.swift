import Benchmark
import JSON
import NIOCore
import NIOEmbedded
import Wire

/// A client's session as bytes: an utterance asked about, its sound in tenths of a second, and what it is answered.
enum WireBenchmarks {
  static func add() {
    Benchmark.add("wire, events of a session decoded") {
      let portions = try portions()
      return {
        var decoder = EventDecoder()
        for portion in portions {
          decoder.append(portion.span)
          while let event = try decoder.next() { blackHole(event) }
        }
      }
    }
    Benchmark.add("wire, a session through the codec") {
      let portions = try portions().map(ByteBuffer.init(bytes:))
      return {
        let channel = EmbeddedChannel(handler: EventCodec())
        for portion in portions { try channel.writeInbound(portion) }
        while let event: Result<Event, WireError> = try channel.readInbound() { blackHole(event) }
        for answer in answers {
          try channel.writeOutbound(answer)
          blackHole(try channel.readOutbound(as: ByteBuffer.self))
        }
        blackHole(try channel.finish())
      }
    }
  }

  /// What a client sends, as a socket may deliver it.
  private static func portions() throws -> [[UInt8]] {
    let sound = SpeechChunks(try Clip.coffee.samples()).map(\.event)
    let asked = [Detect().event, AudioStart(format: .speech).event]
    let bytes = (asked + sound + [AudioStop().event]).flatMap(\.encoded)
    return stride(from: 0, to: bytes.count, by: 2048).map { Array(bytes[$0..<min($0 + 2048, bytes.count)]) }
  }

  private static var answers: [Event] {
    let slots = [("size", "medium"), ("drink", "americano"), ("milk", "oat")].map { name, value in
      IntentSlot(name: name, value: .text(value), time: 300..<600, confidence: 0.99, words: value)
    }
    return [
      VoiceStarted(timestamp: 240).event, VoiceStopped(timestamp: 2700).event,
      Transcript(text: "a medium americano with oat milk please").event,
      Intent(name: "orderDrink", confidence: 0.99, time: 240..<2700, slots: slots).event,
    ]
  }
}
