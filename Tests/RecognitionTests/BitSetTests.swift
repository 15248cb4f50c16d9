import TestSupport
import Testing

@testable import Recognition

@Suite struct BitSetTests {
  @Test(arguments: 0..<20 as Range<UInt64>) func itGivesBackItsSmallestNumber(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (set, model) = (BitSet(count: 300), Set<Int>())
    for _ in 0..<500 {
      if Bool.random(using: &random) {
        let number = Int.random(in: 0..<300, using: &random)
        set.insert(number)
        model.insert(number)
      } else {
        let smallest = model.min()
        #expect(set.removeFirst() == smallest)
        if let smallest { model.remove(smallest) }
      }
    }
  }
}
