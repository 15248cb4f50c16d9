/// A text as somebody has written it, piece by piece, with every way to read each piece.
///
///     WrittenText("Dim it to 20.5%").pieces[3].parts   // [[twenty point five], [twenty and a half]], [[percent]]
///
/// What stands between two blanks is a piece. Every character of it is read or is punctuation: a piece in which something
/// cannot be read has a word that no command has, so that nothing of it is passed over. The words are folded as by
/// `SpokenForm.fold(_:)`.
public struct WrittenText: Hashable, Sendable {
  /// What stands between two blanks.
  public struct Piece: Hashable, Sendable {
    /// As it is written, with its punctuation.
    public let text: String
    /// Its parts in their order, such as a number and its unit, each with all the ways to read it. A reading without words
    /// is silent. Punctuation alone has no parts.
    public let parts: [[[String]]]
    /// Whether it ends with a punctuation mark after which another sentence may begin.
    public let endsClause: Bool
  }

  /// The pieces in the order of the text.
  public let pieces: [Piece]

  /// The word of what cannot be read.
  static let unreadable = "\u{FFFC}"

  /// Reads a text.
  public init(_ text: some StringProtocol) {
    var reader = WrittenTextReader()
    let tokens = String(text).split(whereSeparator: \.isWhitespace)
    for (index, token) in tokens.enumerated() {
      reader.read(token, before: index + 1 < tokens.count ? tokens[index + 1] : nil)
    }
    pieces = reader.pieces
  }

  /// What is written in some of the pieces, piece by piece, without the punctuation around the whole.
  public func words(in range: Range<Int>) -> [String] {
    let pieces = pieces[range]
    guard let first = pieces.firstIndex(where: { !$0.parts.isEmpty }),
      let last = pieces.lastIndex(where: { !$0.parts.isEmpty })
    else { return [] }
    var words = pieces[first...last].map(\.text)
    words[words.count - 1] = WrittenPunctuation.withoutTrailing(words[words.count - 1])
    words[0] = WrittenPunctuation.withoutLeading(words[0])
    return words
  }
}

/// The punctuation that stands around words.
enum WrittenPunctuation {
  private static let opening: Set<Character> = ["\"", "“", "„", "‘", "(", "[", "{", "«", "¿", "¡", "…"]
  private static let closing: Set<Character> = ["\"", "”", "“", ")", "]", "}", "»", "…", ".", ",", ";", ":", "!", "?"]
  private static let clauseEnds: Set<Character> = [".", ",", ";", ":", "!", "?", "…"]

  static func withoutLeading(_ word: String) -> String {
    String(word.drop { opening.contains($0) || ($0 == "'" && word.hasSuffix("'")) })
  }

  static func withoutTrailing(_ word: String) -> String {
    // The dot of an initialism belongs to it.
    if SpokenFormReader.isInitialism(word[...]) { return word }
    let isQuoted = word.hasPrefix("'")
    let kept = word.reversed().drop { closing.contains($0) || ($0 == "'" && isQuoted) }
    return String(kept.reversed())
  }

  static func endsClause(_ token: Substring) -> Bool { token.last.map(clauseEnds.contains) ?? false }
}
