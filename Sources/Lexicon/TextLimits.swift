/// How much text is worked on as one: more is no command, and nobody's work may wait for it.
///
/// The limits leave room for what people dictate: about two minutes of speech, and words far beyond the longest ones of a
/// dictionary. An address or a serial number counts as the words in which it is spoken, not as one.
public struct TextLimits: Hashable, Sendable {
  /// The limits that hold for every transcript and every word.
  public static let standard = TextLimits()

  /// The most pieces in which a text comes, of which later ones may replace earlier ones.
  public let pieces = 1024
  /// The most bytes of a text, in UTF-8.
  public let bytes = 16_384
  /// The most words in which a text is spoken.
  public let words = 256
  /// The most letters of a word, in Unicode scalars.
  public let letters = 64

  /// - Throws: `LexiconError.tooLong`.
  func check(word: some StringProtocol) throws(LexiconError) {
    // A scalar has four bytes at most.
    guard word.utf8.count > letters else { return }
    guard word.utf8.count <= 4 * letters, word.unicodeScalars.count <= letters else {
      throw .tooLong(what: "letters in a word", limit: letters)
    }
  }

  /// The words in which a text is spoken.
  ///
  /// - Throws: `LexiconError.tooLong`, before any work on a text that is too long.
  public func words(of text: some StringProtocol) throws(LexiconError) -> [String] {
    try check(bytes: text.utf8.count)
    let words = SpokenForm(text).words
    try check(words)
    return words
  }

  /// - Throws: `LexiconError.tooLong`.
  public func check(bytes count: Int) throws(LexiconError) {
    guard count <= bytes else { throw .tooLong(what: "bytes of text", limit: bytes) }
  }

  /// - Throws: `LexiconError.tooLong`.
  public func check(pieces count: Int) throws(LexiconError) {
    guard count <= pieces else { throw .tooLong(what: "pieces of text", limit: pieces) }
  }

  /// - Throws: `LexiconError.tooLong`.
  public func check(_ spoken: [String]) throws(LexiconError) {
    guard spoken.count <= words else { throw .tooLong(what: "words", limit: words) }
    for word in spoken { try check(word: word) }
  }
}
