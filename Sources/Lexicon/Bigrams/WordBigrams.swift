/// How probable the usual words of a language are, each after another: bigrams that back off to unigrams.
///
///     let bigrams = try WordBigrams.bundled(.english)
///     bigrams.logProbability(of: bigrams.word("milk"), after: bigrams.word("oat"))
///
/// Words are numbers, 0..<count, in the byte order of their texts.
public struct WordBigrams: Sendable {
  /// The texts, each with a line feed.
  let texts: [UInt8]
  /// Where the text of each word begins, and the end of the last one; `count + 1` entries.
  let textStarts: [UInt32]
  let unigrams: [UInt8]
  let backOffs: [UInt8]
  /// The pairs that begin with word `w` are `pairs[firstPair[w]..<firstPair[w + 1]]`; `count + 1` entries.
  let firstPair: [UInt32]
  /// The second word times 256, plus a probability; those of a word in the order of the second one.
  let pairs: [UInt32]

  /// The nats of a unit of a stored logarithm.
  private static let step: Float = 1 / 16
  /// The stored logarithm of a back-off weight of one.
  private static let backOffOfOne: Float = 128

  /// How many words there are.
  public var count: Int { unigrams.count }
  /// The beginning of a sentence, which words follow; nil where that is not known.
  public var beginning: Int? { word("<s>") }
  /// The end of a sentence, which follows words; nil where that is not known.
  public var end: Int? { word("</s>") }

  /// The text of a word in bytes.
  func bytes(of word: Int) -> ArraySlice<UInt8> { texts[Int(textStarts[word])..<Int(textStarts[word + 1]) - 1] }

  /// The text of a word, in lower case.
  public func text(of word: Int) -> String { String(decoding: bytes(of: word), as: UTF8.self) }

  /// The number of a word as `SpokenForm.fold(_:)` gives it; nil for one that is not among the usual ones.
  public func word(_ text: String) -> Int? {
    let key = Array(text.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if bytes(of: middle).lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low < count && bytes(of: low).elementsEqual(key) ? low : nil
  }

  /// The log-probability of a word, in nats.
  public func logProbability(of word: Int) -> Float { -Float(unigrams[word]) * Self.step }

  /// The log-probability of a word after another one, in nats.
  public func logProbability(of word: Int, after previous: Int) -> Float {
    var (low, high) = (Int(firstPair[previous]), Int(firstPair[previous + 1]))
    while low < high {
      let middle = (low + high) / 2
      let second = Int(pairs[middle] >> 8)
      if second == word { return -Float(pairs[middle] & 255) * Self.step }
      if second < word { low = middle + 1 } else { high = middle }
    }
    return backOff(of: previous) + logProbability(of: word)
  }

  /// What it costs, or gains, that a pair is not known, by its first word; in nats.
  public func backOff(of previous: Int) -> Float { (Self.backOffOfOne - Float(backOffs[previous])) * Self.step }
}
