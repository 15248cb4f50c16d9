import Synchronization

/// A number that many threads change at a time without waiting for one another. Integers are exact up to 2^53.
final class AtomicNumber: Sendable {
  private let bits = Atomic<UInt64>(0)

  /// The number now.
  var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  func add(_ amount: Double) {
    var current = bits.load(ordering: .relaxed)
    while true {
      let sum = (Double(bitPattern: current) + amount).bitPattern
      let (isDone, original) = bits.weakCompareExchange(expected: current, desired: sum, ordering: .relaxed)
      if isDone { return }
      current = original
    }
  }
}
