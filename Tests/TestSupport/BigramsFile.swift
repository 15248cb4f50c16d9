/// A file of bigrams, as `training/attune_training/steps/bigrams.py` writes it.
public struct BigramsFile {
  /// In byte order.
  public var words: [String]
  /// Of each word; a unit is a sixteenth of a nat.
  public var unigrams: [UInt8]
  /// Of each word; 128 is a weight of one.
  public var backOffs: [UInt8]
  /// In the order of their first word, then of their second.
  public var pairs: [(first: Int, second: Int, probability: UInt8)]

  /// A file of these.
  public init(
    words: [String], unigrams: [UInt8], backOffs: [UInt8], pairs: [(first: Int, second: Int, probability: UInt8)]
  ) {
    (self.words, self.unigrams, self.backOffs, self.pairs) = (words, unigrams, backOffs, pairs)
  }

  /// Three words and two pairs.
  public static let small = BigramsFile(
    words: ["</s>", "<s>", "milk", "oat"], unigrams: [16, 255, 80, 96], backOffs: [128, 120, 130, 136],
    pairs: [(2, 0, 24), (3, 0, 40), (3, 2, 8)])

  /// Its content.
  public var bytes: [UInt8] {
    let texts = words.flatMap { Array($0.utf8) + [10] }
    let sizes = [words.count, texts.count, pairs.count].flatMap { Self.bytes($0, 4) }
    let begun = words.indices.flatMap { word in Self.bytes(pairs.filter { $0.first == word }.count, 2) }
    return Array("ATNG1\n".utf8) + sizes + texts + unigrams + backOffs + begun
      + pairs.flatMap { Self.bytes($0.second << 8 | Int($0.probability), 4) }
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
