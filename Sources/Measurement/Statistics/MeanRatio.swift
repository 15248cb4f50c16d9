/// The ratio of two sums over the same trials, with the interval in which the true ratio lies.
public struct MeanRatio: Hashable, Sendable {
  /// The ratio.
  public let value: Double
  /// The interval at 95 %, by the variance of the linearised ratio (Cochran 1977, 2.11).
  public let interval: ClosedRange<Double>

  /// - Returns: nil where the second sum is not positive.
  init?(_ pairs: [(Double, Double)]) {
    let (first, second) = pairs.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    guard second > 0 else { return nil }
    let ratio = first / second
    let n = Double(pairs.count)
    let residuals = pairs.reduce(0) { $0 + ($1.0 - ratio * $1.1) * ($1.0 - ratio * $1.1) }
    let half = n > 1 ? 1.959964 * (residuals * n / (n - 1)).squareRoot() / second : .infinity
    value = ratio
    interval = max(0, ratio - half)...ratio + half
  }
}
