import Lexicon

/// The numbers that a slot takes: `from`, `from + step` ... up to `to`, each times the multiplier.
struct NumberRange: Hashable, Sendable {
  /// The first and the last number and the step between them, in parts of one.
  let from: Int
  let to: Int
  let step: Int
  /// How many parts make one: 1 for whole numbers, 2 for halves, 10 for tenths, 100 for hundredths.
  let parts: Int
  /// What the spoken number is multiplied by; nil leaves integers as they are.
  let multiplier: Double?

  /// How many numbers there are.
  var count: Int { (to - from) / step + 1 }

  /// A number in words.
  ///
  /// - Parameter index: `0..<count`.
  func words(at index: Int) -> [String] {
    let number = from + step * index
    let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: UInt(parts))
    let words = (number < 0 ? ["minus"] : []) + SpokenNumber.words(Int(whole))
    return rest == 0 ? words : words + ["point"] + Self.decimals(Int(rest), of: parts)
  }

  /// The digits behind the point of so many parts, in words.
  static func decimals(_ count: Int, of parts: Int) -> [String] {
    var digits = String(100 + count * 100 / parts).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return digits.compactMap { $0.wholeNumberValue.map { SpokenNumber.small[$0] } }
  }
}
