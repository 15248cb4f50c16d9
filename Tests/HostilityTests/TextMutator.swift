import TestSupport

/// Makes texts that no person writes, of one byte to a mebibyte: digits, signs, letters of all scripts, marks, and
/// sentences with such things in them. The same seed makes the same texts.
struct TextMutator {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The next text.
  mutating func text() -> String {
    // As many short texts as long ones, on a logarithmic scale.
    let bytes = 1 << Int.random(in: 0...20, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return repeated(piece(), bytes: bytes)
    case 1: return sentence() + repeated(piece(), bytes: bytes)
    case 2: return (0..<min(bytes, 300)).map { _ in piece() }.joined()
    case 3: return (0..<min(bytes, 300)).map { _ in piece() }.joined(separator: " ")
    case 4: return scalars(min(bytes, 4096))
    default: return mutated(sentence())
    }
  }

  private static let sentences = [
    "turn on the kitchen lights", "set the bedroom lights to 50%", "Dim it to 1,500 at 10:30 p.m.", "the 21st of 12",
    "switch off Rachel's TV", "$3.50, -7 °C and 1/2 kg",
  ]

  private static let pieces =
    ExtremeNumbers.all + [
      "'", "'s", "s'", "’s", "-", "−", "–", ".", ",", ":", ";", "%", "°", "$", "€", "£", "½", "&", "@", "+", "=", "/",
      "a.", "z",
      "ss", "th", "st", "oz", "kg", "am", "a", "the", "on", "lights", "x-", "é", "e\u{301}", "\u{301}", "\u{94D}",
      "\u{200D}",
      "\u{FE0F}", "👍🏽", "👨‍👩‍👧", "🇩🇪", "漢", "שלום", "مرحبا", "\u{202E}", "\u{0}", "\u{7}", "\u{1B}[2J", "\u{FEFF}",
      "\u{10FFFF}", "ﬃ",
      "ß", "İ", "Ǆ", "\u{1100}\u{1161}", "\t", "\n", "\r\n", "\u{2028}", " ", "\\ud800", "\"", "\\", "{", "[", "<", "|",
    ]

  private mutating func sentence() -> String { Self.sentences.randomElement(using: &random) ?? "" }

  private mutating func piece() -> String { Self.pieces.randomElement(using: &random) ?? "" }

  private func repeated(_ piece: String, bytes: Int) -> String {
    String(repeating: piece, count: max(1, bytes / max(1, piece.utf8.count)))
  }

  private mutating func scalars(_ count: Int) -> String {
    var text = ""
    let highest: UInt32 = [0x7F, 0x2FF, 0xFFFF, 0x10FFFF].randomElement(using: &random) ?? 0x7F
    for _ in 0..<count {
      Unicode.Scalar(UInt32.random(in: 0...highest, using: &random)).map { text.unicodeScalars.append($0) }
    }
    return text
  }

  private mutating func mutated(_ text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let index = Int.random(in: words.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: words[index] += piece()
      case 1: words[index] = piece() + words[index]
      case 2: words.insert(piece(), at: index)
      default: words.append(words[index])
      }
    }
    return words.joined(separator: " ")
  }
}

/// Numbers at the edges of what can be said, and of the types that hold them.
enum ExtremeNumbers {
  static let all = [
    "0", "1", "-1", "00", "1000000000000000000", "1000000000000000000th", "999999999999999999th", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "18446744073709551616st", "1e308", "-1e309", "0.1", "1.", ".1",
    "1,000", "1,00",
    "1,0000", "1:60", "24:00", "1:1:1", "1-1", "1–2", "NaN", "inf", "0x7fffffffffffffff", "٣", "１２",
  ]
}
