public import Lexicon

extension TokenTranscript {
  /// A word with the ways to say it.
  public struct SpokenWord: Hashable, Sendable {
    /// The word.
    public var word: Word
    /// At least one, the most usual first; none of them is empty.
    public var pronunciations: [Pronunciation]
  }

  /// The words that can be said. What has no sound is left out.
  ///
  /// - Throws: `LexiconError.tooLong` beyond `TextLimits`, or `.corrupt`.
  public func spokenWords(by lexicon: Lexicon) throws(LexiconError) -> [SpokenWord] {
    var spoken: [SpokenWord] = []
    for word in try boundedWords() {
      do {
        let variants = try lexicon.pronunciations(of: word.text).variants
        spoken.append(SpokenWord(word: word, pronunciations: variants.map(\.pronunciation)))
      } catch .unpronounceable {
        continue
      }
    }
    return spoken
  }
}
