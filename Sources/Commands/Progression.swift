/// An arithmetic progression of integers that is not empty: `first`, `first + step` ... `last`.
struct Progression: Hashable, Sequence {
  let first: Int
  let last: Int
  let step: Int

  /// - Precondition: `first <= last` and `step > 0`. `last` is rounded down to a member.
  init(first: Int, last: Int, step: Int) {
    precondition(first <= last && step > 0)
    self.first = first
    self.last = last - (last - first) % step
    self.step = step
  }

  /// The members with the opposite sign.
  var negated: Progression { Progression(first: -last, last: -first, step: step) }

  func contains(_ number: Int) -> Bool { (first...last).contains(number) && (number - first).isMultiple(of: step) }

  /// The members in a range, or nil if there is none.
  func clipped(_ range: ClosedRange<Int>) -> Progression? {
    let skipped = Swift.max(0, (range.lowerBound - first + step - 1) / step)
    let start = first + skipped * step
    let end = Swift.min(last, range.upperBound)
    return start <= end ? Progression(first: start, last: end, step: step) : nil
  }

  func shifted(by offset: Int) -> Progression { Progression(first: first + offset, last: last + offset, step: step) }

  func makeIterator() -> StrideThrough<Int>.Iterator { stride(from: first, through: last, by: step).makeIterator() }
}
