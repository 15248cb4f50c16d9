import TestSupport

/// Makes command files that are nearly right: real ones with mistakes of many kinds in them. The same seed makes the same
/// files.
struct CommandFileMutator {
  private var random: SplitMix64
  private let files: [[String]]

  /// - Parameter files: the texts of real files.
  init(seed: UInt64, files: [String]) {
    random = SplitMix64(seed: seed)
    self.files = files.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The bytes of the next file.
  mutating func file() -> [UInt8] {
    var lines = files.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...4, using: &random) { mutate(&lines) }
    var bytes = Array(lines.joined(separator: "\n").utf8)
    for _ in 0..<Int.random(in: 0...2, using: &random) { mutate(&bytes) }
    return bytes
  }

  private static let pieces =
    ExtremeNumbers.all + ExtremeNumbers.all.map { "{0..\($0):n}" } + ExtremeNumbers.all.map { "{1..9,\($0):n}" } + [
      "[", "]", "(", ")", "{", "}", "<", ">", "|", ";", "\\", ":", ": ", "- ", "? ", "#", "&a ", "*a", "<<: *a",
      "!!str ", "!!binary ",
      "'", "\"", "\"\\", "|\n", ">\n", "%YAML 1.1\n", "---\n", "...\n", "\t", "\r\n", "\u{0}", "\u{FEFF}", "\u{301}",
      "\u{94D}", "\u{200D}", "漢", "é",
      "[a]", "(a|b)", "(a;b;c)", "[[a]b]", "<a>", "{a}", "{a:b}", "{0..100:n}", "$a:b", "@a", "(a, b)", "a: <a>",
      "  a: {values: [x, '{a}']}",
      "expansion_rules:", "lists:", "intents:", "context:", "sentences: []", "pronunciations: {a: AH}",
      "skip_words: [a, b]",
      "wildcard: true", "range: {from: 0, to: 9}", "step: 0", "multiplier: 1e308", "multiplier: nan",
    ]

  private mutating func piece() -> String { Self.pieces.randomElement(using: &random) ?? "" }

  private mutating func mutate(_ lines: inout [String]) {
    guard let index = lines.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(lines[index], at: lines.indices.randomElement(using: &random) ?? 0)
    case 2: lines.swapAt(index, lines.indices.randomElement(using: &random) ?? 0)
    case 3: lines[index] = "  " + lines[index]
    case 4: lines[index] = String(lines[index].drop { $0 == " " })
    case 5: lines.insert(piece(), at: index)
    case 6: lines[index] += String(repeating: piece(), count: 1 << Int.random(in: 0...14, using: &random))
    case 7:
      let place = lines[index].indices.randomElement(using: &random) ?? lines[index].startIndex
      lines[index].insert(
        contentsOf: String(repeating: piece(), count: 1 << Int.random(in: 0...6, using: &random)), at: place)
    default: lines.removeSubrange(index...)
    }
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...50, using: &random)))
    case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    default:
      bytes.insert(contentsOf: [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x00]].randomElement(using: &random) ?? [], at: 0)
    }
  }
}
