import Aligner
import Lexicon

/// What the sound says of where the words of a transcript were said: the transcript's phones are aligned with it.
struct HeardWords {
  /// The most frames times phones that are aligned; 24 MB.
  private static let largest = 1_000_000
  /// How well a transcript has to agree with the sound (`TokenAlignment.agreement`), so that it is one of it.
  private static let related: Float = 0.4
  /// The same of a word, so that it is known where it was said.
  private static let present: Float = 0.3
  /// How many phones of words that were hardly heard one phone may stand for that was heard in their place.
  private static let phonesForOne: Float = 2
  /// What a word costs where it was not said.
  private static let elsewhere: Float = 1
  /// What each phone of a word costs for which there is no room where it should have been said.
  private static let phoneWithoutRoom: Float = 0.2

  private struct Word {
    let phones: Range<Int>
    /// The frames in which it was heard; nil where it was hardly heard.
    var frames: Range<Int>?
    /// How many of its phones there is no room for, where it was hardly heard.
    var lacking: Float = 0
  }

  private var words: [Word] = []
  /// How well the transcript agrees with the sound, 0...1: the mean over its phones.
  let agreement: Float

  /// Nil where nothing can be aligned.
  ///
  /// - Parameters:
  ///   - pronunciations: one for each word; empty for what cannot be said.
  ///   - posteriors: of the whole segment.
  ///   - heard: the free phones of the same frames.
  init?(_ pronunciations: [[Phone]], in posteriors: PhonePosteriors, _ heard: FreePhones) {
    var text = SpokenText()
    for phones in pronunciations {
      let start = text.phones.count
      if !phones.isEmpty { text.append("", as: Pronunciation(phones), confidence: 1, age: 0) }
      words.append(Word(phones: start..<text.phones.count))
    }
    guard text.phones.count * posteriors.frameCount <= Self.largest,
      let alignment = text.alignment(with: posteriors)
    else { return nil }
    agreement =
      zip(text.words, alignment).reduce(0) { $0 + Float($1.0.phones.count) * $1.1.agreement }
      / Float(max(1, text.phones.count))
    for (index, word) in words.indices.filter({ !words[$0].phones.isEmpty }).enumerated()
    where alignment[index].agreement >= Self.present { words[word].frames = alignment[index].frames }
    makeRoom(heard)
  }

  /// Whether it is a transcript of this sound.
  var isRelated: Bool { agreement >= Self.related }

  /// What it costs that a word was said within some frames; 0 where the sound has nothing against it.
  func cost(of word: Int, in part: Range<Int>) -> Float {
    guard let frames = words[word].frames, !frames.isEmpty else { return Self.phoneWithoutRoom * words[word].lacking }
    return Self.elsewhere * (1 - Float(frames.clamped(to: part).count) / Float(frames.count))
  }

  /// Divides the phones that were heard between two words among those between them that were hardly heard.
  private mutating func makeRoom(_ heard: FreePhones) {
    var start = 0
    while start < words.count {
      let end = words[start...].firstIndex { $0.frames != nil } ?? words.count
      let begin = start > 0 ? words[start - 1].frames?.upperBound ?? 0 : 0
      let frames = begin..<max(begin, end < words.count ? words[end].frames?.lowerBound ?? begin : heard.frameCount)
      let phones = words[start..<end].reduce(0) { $0 + $1.phones.count }
      let room = frames.isEmpty ? 0 : Self.phonesForOne * Float(heard.phones(in: frames).count)
      for index in start..<end {
        words[index].lacking = Float(words[index].phones.count) * max(0, 1 - room / Float(max(1, phones)))
      }
      start = end + 1
    }
  }
}
