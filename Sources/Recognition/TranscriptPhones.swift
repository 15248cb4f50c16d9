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

  /// The mean confidence of the words; 0 without words.
  var confidence: Float { words.isEmpty ? 0 : words.reduce(0) { $0 + $1.confidence } / Float(words.count) }
}

extension TranscriptPhones {
  /// Looks the words up. What has no sound is left out.
  ///
  /// - Throws: `LexiconError.corrupt`.
  init(_ transcript: Transcript, lexicon: Lexicon) throws(LexiconError) {
    words = []
    for word in transcript.words {
      do {
        let variants = try lexicon.pronunciations(of: word.text).variants
        words.append(Word(pronunciations: variants.map(\.pronunciation), confidence: Float(word.confidence)))
      } catch .unpronounceable {
        continue
      }
    }
  }
}
