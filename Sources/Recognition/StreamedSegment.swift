import Aligner

/// What a streaming network has said for good of a segment that goes on.
struct StreamedSegment {
  /// All of it, decoded.
  private(set) var decoder: CommandDecoder
  /// The free phones of it.
  private(set) var heard = FreePhones()
  private var frames: HeardFrames
  /// The samples at hand that the network has.
  private var count = 0
  /// The bytes that it has of its own.
  var byteCount: Int { decoder.byteCount + frames.byteCount }

  /// Nothing yet.
  ///
  /// - Parameter decoder: one at its beginning.
  init(_ decoder: CommandDecoder, _ nothing: HeardFrames) {
    self.decoder = decoder
    frames = nothing
  }

  /// Takes in those samples of the segment that the network does not have.
  mutating func take(_ segment: Span<Float>, _ listener: StreamListener) {
    listener.take(segment.extracting(count..<segment.count))
    count = segment.count
  }

  /// Hears those samples of the segment that the network does not have, and decodes what was said.
  mutating func hear(_ segment: Span<Float>, _ listener: StreamListener) {
    let said = listener.hear(segment.extracting(count..<segment.count))
    count = segment.count
    let posteriors = said.sound(lead: 0).posteriors
    decoder.push(posteriors)
    heard.append(posteriors)
    frames.append(said)
  }

  /// The samples that the network has are no longer at hand.
  mutating func forgetSamples() { count = 0 }

  /// It, and what would be said if the segment ended here.
  ///
  /// - Parameter lead: how many frames lie before the segment.
  func sound(with rest: HeardFrames, lead: Int) -> Hearing.Sound {
    var all = frames
    all.append(rest)
    return all.sound(lead: lead)
  }
}
