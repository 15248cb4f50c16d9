/// A file of bigrams, as `training/attune_training/steps/bigrams.py` writes it.
public struct BigramsFile: Sendable {
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
    var texts: [UInt8] = []
    for word in words { texts += Array(word.utf8) + [10] }
    var bytes = Array("ATNG1\n".utf8)
    for size in [words.count, texts.count, pairs.count] { bytes += Self.bytes(size, 4) }
    bytes += texts + unigrams + backOffs
    for word in words.indices { bytes += Self.bytes(pairs.count { $0.first == word }, 2) }
    for pair in pairs { bytes += Self.bytes(pair.second << 8 | Int(pair.probability), 4) }
    return bytes
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
