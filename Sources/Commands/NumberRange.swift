/// The numbers that a slot takes: `from`, `from + step` ... up to `to`, each times the multiplier.
struct NumberRange: Hashable, Sendable {
  let from: Int
  let to: Int
  let step: Int
  /// What the spoken number is multiplied by; nil leaves integers as they are.
  let multiplier: Double?

  /// How many numbers there are.
  var count: Int { (to - from) / step + 1 }
}
