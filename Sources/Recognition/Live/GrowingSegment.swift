import Aligner

/// What was heard for good of a segment that goes on.
struct GrowingSegment {
  /// All of it, decoded.
  private(set) var decoder: CommandDecoder
  /// The free phones of it.
  private(set) var heard = FreePhones()
  private var sound = HeardSound()
  /// The samples at hand that the ear has.
  private var count = 0

  /// Nothing yet.
  ///
  /// - Parameter decoder: one at its beginning.
  init(_ decoder: CommandDecoder) { self.decoder = decoder }

  /// The bytes that it has of its own.
  var byteCount: Int { decoder.byteCount + sound.byteCount }

  /// Hands those samples of the segment on that the ear does not have.
  mutating func give(_ segment: Span<Float>, to ear: any Ear) {
    ear.take(segment.extracting(count..<segment.count))
    count = segment.count
  }

  /// Hears those samples of the segment that the ear does not have, and decodes what was said.
  mutating func hear(_ segment: Span<Float>, with ear: any Ear) {
    give(segment, to: ear)
    let said = ear.hear()
    decoder.push(said.posteriors)
    heard.append(said.posteriors)
    sound.append(said)
  }

  /// The samples that the ear has are no longer at hand.
  mutating func forgetSamples() { count = 0 }

  /// It, and what would be said if the segment ended here.
  func sound(with rest: HeardSound) -> HeardSound {
    var all = sound
    all.append(rest)
    return all
  }
}
