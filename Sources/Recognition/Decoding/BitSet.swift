/// A set of small numbers that gives back its smallest one quickly.
struct BitSet: Sendable {
  private var words: [UInt64]
  /// No word before this one has a number.
  private var first = 0

  /// An empty set of numbers below `count`.
  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: Int) {
    words[number / 64] |= 1 << UInt64(number % 64)
    first = Swift.min(first, number / 64)
  }

  /// Takes out the smallest number; nil where there is none.
  mutating func removeFirst() -> Int? {
    while first < words.count {
      if words[first] != 0 {
        let bit = words[first].trailingZeroBitCount
        words[first] &= words[first] - 1
        return 64 * first + bit
      }
      first += 1
    }
    first = 0
    return nil
  }
}
