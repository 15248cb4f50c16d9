import Aligner
import Lexicon

/// A transcript as it sounds.
struct TranscriptPhones: Sendable {
  /// A word and the ways to say it.
  struct Word: Sendable {
    /// At least one, none of them empty.
    var pronunciations: [Pronunciation]
    /// 0...1.
    var confidence: Float
    /// The fewest phones with which the word is said.
    var shortest: Int { pronunciations.map(\.phones.count).min() ?? 0 }
  }

  /// The words in the order in which they were said.
  var words: [Word]

  /// Whether it is longer than any command, so that no search for one is worth its while.
  var isTooLong: Bool {
    words.count > Self.mostWords || words.reduce(0) { $0 + $1.shortest } > Self.mostPhones
      || words.reduce(0) { $0 + $1.pronunciations.reduce(0) { $0 + $1.phones.count } } > 4 * Self.mostPhones
  }

  private static let mostWords = 100
  private static let mostPhones = 1000

  /// The mean confidence of the words; 0 without words.
  var confidence: Float { words.isEmpty ? 0 : words.reduce(0) { $0 + $1.confidence } / Float(words.count) }
}

extension TranscriptPhones {
  /// Words with all their pronunciations.
  init(_ spoken: [TokenTranscript.SpokenWord]) {
    words = spoken.map { Word(pronunciations: $0.pronunciations, confidence: Float($0.word.confidence)) }
  }
}
