extension NumberRange {
  /// The largest magnitude of a number in a range.
  static let limit = 1_000_000_000_000

  /// A range, or the reason why it cannot be one.
  init(from: Int, to: Int, step: Int, multiplier: Double?, at location: SourceLocation) throws(CommandError) {
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
    self.init(from: from, to: to, step: step, multiplier: multiplier)
  }
}
