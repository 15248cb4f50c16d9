import Testing

@testable import Wire

@Suite struct MemoryPoolTests {
  /// Everybody has an allowance; what is beyond it is everybody's, and comes back.
  @Test func whatOneHoldsTheOthersCannotHave() {
    let pool = MemoryPool(limit: 100)
    var first: MemoryShare? = MemoryShare(of: pool, allowance: 10)
    let second = MemoryShare(of: pool, allowance: 10)
    #expect(first?.take(105) == true)
    #expect(!second.take(16) && second.take(15) && !second.take(1))
    #expect(first?.take(1) == false)
    first?.give(100)
    #expect(second.take(95) && !second.take(1))
    #expect(first?.take(5) == true && first?.take(1) == false)
    second.give(110)
    #expect(first?.take(100) == true && !second.take(11) && second.take(10))
    first = nil
    #expect(second.take(100) && !second.take(1))
  }
}
