/// Written text as it is spoken: words alone, with numbers, signs and units spelled out and punctuation gone.
///
///     SpokenForm("Dim it to 50%, at 10:30.").words   // Dim it to fifty percent at ten thirty
///
/// The words keep their case, which tells an initialism from a word; `fold(_:)` makes them comparable.
public struct SpokenForm: Hashable, Sendable {
  /// The words, none empty and none with blanks.
  public let words: [String]

  /// Spells out a text.
  public init(_ text: some StringProtocol) {
    var reader = SpokenFormReader()
    for token in String(text).split(whereSeparator: \.isWhitespace) { reader.read(token) }
    words = reader.words
  }

  /// A word as the lexicon and the grammar compare it: in lower case, with plain apostrophes and no accents.
  public static func fold(_ word: some StringProtocol) -> String {
    if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
    var folded = ""
    for scalar in word.lowercased().unicodeScalars { folded += base(of: scalar) }
    return folded
  }

  /// The letters a...z that stand under a Latin letter: "é" is "e", "æ" is "ae"; other scalars stay as they are.
  private static func base(of scalar: Unicode.Scalar) -> String {
    if scalar.isASCII { return String(scalar) }
    if scalar == "’" || scalar == "‘" || scalar == "ʼ" { return "'" }
    if scalar == "ß" { return "ss" }
    if scalar.properties.generalCategory == .nonspacingMark { return "" }
    let prefix = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(prefix) else { return String(scalar) }
    let letters = name.dropFirst(prefix.count).prefix { $0 != " " }
    return letters.count <= 2 ? letters.lowercased() : String(scalar)
  }
}
