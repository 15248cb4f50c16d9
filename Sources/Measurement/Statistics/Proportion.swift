import Batch

/// A share of a number of trials, with the interval in which the true share lies.
public struct Proportion: Hashable, Sendable {
  /// The successes, 0...total.
  public let count: Int
  /// The trials.
  public let total: Int

  /// - Precondition: `count` is in `0...total`.
  public init(count: Int, total: Int) {
    precondition((0...total).contains(count))
    self.count = count
    self.total = total
  }

  /// The share, 0...1; 0 without trials.
  public var value: Double { total == 0 ? 0 : Double(count) / Double(total) }

  /// Wilson's score interval at 95 % (Wilson 1927); 0...1 without trials.
  public var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let (n, z) = (Double(total), 1.959964)
    let middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, middle - half)...min(1, middle + half)
  }
}

extension Proportion: CustomStringConvertible {
  /// For example `96.2 % (306/318, 95 % interval 93.5-97.8)`.
  public var description: String {
    let percents = [value, interval.lowerBound, interval.upperBound].map { DecimalText.fixed($0 * 100, digits: 1) }
    return "\(percents[0]) % (\(count)/\(total), 95 % interval \(percents[1])-\(percents[2]))"
  }
}
