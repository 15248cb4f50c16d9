import Files

/// The file as `training/attune_training/steps/bigrams.py` writes it; numbers are little-endian.
///
/// `magic`, the number of words, of bytes of their texts, and of pairs (4 bytes each); the texts; for each word a byte, its unigram; for
/// each a byte, its back-off weight; for each 2 bytes, how many pairs begin with it; the pairs, 4 bytes each.
extension WordBigrams {
  private static let magic = Array("ATNG1\n".utf8)

  /// Reads a file.
  ///
  /// - Throws: `LexiconError.missingBigrams`, or `.corrupt` with the byte at which it is damaged.
  public init(contentsOf path: String) throws(LexiconError) {
    let bytes: [UInt8]
    do throws(InputFile.Problem) { bytes = try InputFile.bytes(of: path, limit: 1 << 26, isRegular: true) } catch {
      throw .missingBigrams(path: path, reason: error.reason)
    }
    try self.init(bytes, path: path)
  }

  /// Those that come with a language; nil for one that has none.
  ///
  /// - Throws: as `init(contentsOf:)`.
  public static func bundled(_ language: Language) throws(LexiconError) -> WordBigrams? {
    guard let file = language.bigrams else { return nil }
    return try WordBigrams(contentsOf: Lexicon.resource(file))
  }

  /// Reads a file's content; `path` names it in messages.
  init(_ bytes: [UInt8], path: String) throws(LexiconError) {
    let header = Self.magic.count + 12
    guard bytes.count >= header, bytes.starts(with: Self.magic) else {
      throw .corrupt(
        path: path, byte: 0, problem: "this is not what training/attune_training/steps/bigrams.py writes")
    }
    let sizes = (0..<3).map { Self.number(bytes, at: Self.magic.count + 4 * $0) }
    let (words, textBytes, count) = (Int(sizes[0]), Int(sizes[1]), Int(sizes[2]))
    let expected = header + textBytes + 4 * words + 4 * count
    guard bytes.count == expected else {
      throw .corrupt(path: path, byte: bytes.count, problem: "there should be \(expected) bytes")
    }
    let tables = header + textBytes
    texts = Array(bytes[header..<tables])
    unigrams = Array(bytes[tables..<tables + words])
    backOffs = Array(bytes[tables + words..<tables + 2 * words])
    do throws(Damage) {
      textStarts = try Self.starts(of: texts, count: words, from: header)
      firstPair = try Self.sums(bytes, from: tables + 2 * words, count: words, total: count)
      pairs = try Self.pairs(bytes, from: tables + 4 * words, firstPair: firstPair)
    } catch {
      throw .corrupt(path: path, byte: error.byte, problem: error.problem)
    }
  }

  private struct Damage: Error {
    let byte: Int
    let problem: String
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> UInt32 {
    UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
      | UInt32(bytes[place + 3]) << 24
  }

  private static func starts(of texts: [UInt8], count: Int, from header: Int) throws(Damage) -> [UInt32] {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(count + 1)
    var (start, before) = (0, texts[0..<0])
    for place in texts.indices where texts[place] == UInt8(ascii: "\n") {
      let word = texts[start..<place]
      guard before.lexicographicallyPrecedes(word) else {
        throw Damage(byte: header + start, problem: "a word that does not come after the one before it")
      }
      guard String(validating: word, as: UTF8.self) != nil else {
        throw Damage(byte: header + start, problem: "a word that is no UTF-8")
      }
      (start, before) = (place + 1, word)
      starts.append(UInt32(start))
    }
    guard start == texts.count, starts.count == count + 1 else {
      throw Damage(byte: header + start, problem: "\(starts.count - 1) words where \(count) should be")
    }
    return starts
  }

  private static func sums(
    _ bytes: [UInt8], from place: Int, count: Int, total: Int
  ) throws(Damage) -> [UInt32] {
    var sums: [UInt32] = [0]
    sums.reserveCapacity(count + 1)
    var sum = 0
    for word in 0..<count {
      sum += Int(bytes[place + 2 * word]) | Int(bytes[place + 2 * word + 1]) << 8
      guard sum <= total else { throw Damage(byte: place + 2 * word, problem: "more pairs than there are") }
      sums.append(UInt32(sum))
    }
    guard sum == total else {
      throw Damage(byte: place + 2 * count, problem: "\(sum) pairs begin with a word where \(total) should")
    }
    return sums
  }

  private static func pairs(
    _ bytes: [UInt8], from place: Int, firstPair: [UInt32]
  ) throws(Damage) -> [UInt32] {
    let words = firstPair.count - 1
    var pairs: [UInt32] = []
    pairs.reserveCapacity(Int(firstPair[words]))
    for word in 0..<words {
      var before = -1
      for index in firstPair[word]..<firstPair[word + 1] {
        let byte = place + 4 * Int(index)
        let pair = number(bytes, at: byte)
        let second = Int(pair >> 8)
        guard second > before, second < words else {
          throw Damage(byte: byte, problem: "a pair whose second word is none, or is out of order")
        }
        before = second
        pairs.append(pair)
      }
    }
    return pairs
  }
}
