extension NumberRange {
  /// The largest magnitude of a number in a range.
  static let limit = 1_000_000_000_000

  /// A range of numbers with two decimals at most, or the reason why it cannot be one.
  ///
  /// - Parameter fractions: the parts of one by which numbers go up, where that is not told by a step.
  init(
    decimals: (from: Double, to: Double, step: Double?), fractions: Int?, multiplier: Double?,
    at location: SourceLocation
  ) throws(CommandError) {
    guard decimals.step == nil || fractions == nil else {
      throw CommandError(.range("it has both a step and fractions"), at: location)
    }
    let step = decimals.step ?? fractions.map { 1 / Double($0) } ?? 1
    let numbers = [decimals.from, decimals.to, step]
    func isWhole(_ number: Double, in parts: Int) -> Bool {
      let product = number * Double(parts)
      return abs(product - product.rounded()) < 1e-6
    }
    if let greatest = numbers.map(\.magnitude).first(where: { !($0 <= Double(Self.limit)) }) {
      throw CommandError(.range("\(Self.text(greatest)) is greater than \(Self.limit)"), at: location)
    }
    guard decimals.from <= decimals.to else {
      let (from, to) = (Self.text(decimals.from), Self.text(decimals.to))
      throw CommandError(.range("it goes from \(from) down to \(to)"), at: location)
    }
    guard step > 0 else { throw CommandError(.range("the step \(Self.text(step)) is not positive"), at: location) }
    guard let parts = [1, 2, 10, 100].first(where: { parts in numbers.allSatisfy { isWhole($0, in: parts) } }) else {
      throw CommandError(.range("it has numbers with more than two decimals"), at: location)
    }
    let scaled = numbers.map { Int(($0 * Double(parts)).rounded()) }
    try self.init(from: scaled[0], to: scaled[1], step: scaled[2], parts: parts, multiplier: multiplier, at: location)
  }

  private static func text(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

  /// A range, or the reason why it cannot be one.
  init(
    from: Int, to: Int, step: Int, parts: Int = 1, multiplier: Double?, at location: SourceLocation
  ) throws(CommandError) {
    guard from <= to else { throw CommandError(.range("it goes from \(from) down to \(to)"), at: location) }
    guard step > 0 else { throw CommandError(.range("the step \(step) is not positive"), at: location) }
    let greatest = max(from.magnitude, to.magnitude, step.magnitude)
    guard greatest <= Self.limit else {
      throw CommandError(.range("\(greatest) is greater than \(Self.limit)"), at: location)
    }
    guard multiplier.map({ $0.isFinite && $0 != 0 }) ?? true else {
      throw CommandError(.range("the multiplier must be a number other than 0"), at: location)
    }
    guard multiplier.map({ ($0 * Double(greatest)).isFinite }) ?? true else {
      throw CommandError(.range("\(greatest) times the multiplier is beyond all numbers"), at: location)
    }
    self.init(from: from, to: to, step: step, parts: parts, multiplier: multiplier)
  }
}
