/// A quantile of a sample, with the interval in which the true one lies.
public struct Quantile: Hashable, Sendable {
  /// The sample's own.
  public let value: Double
  /// The interval at 95 %, whatever the distribution: between the order statistics that a binomial distribution, taken
  /// for normal, gives (Conover 1999, 3.2).
  public let interval: ClosedRange<Double>

  /// - Parameters:
  ///   - share: 0...1; 0.5 for the median.
  ///   - values: in ascending order.
  /// - Returns: nil of no values.
  init?(_ share: Double, of values: [Double]) {
    guard !values.isEmpty else { return nil }
    let n = Double(values.count)
    let half = 1.959964 * (n * share * (1 - share)).squareRoot()
    func element(_ rank: Double) -> Double { values[min(values.count - 1, max(0, Int(rank.rounded(.up)) - 1))] }
    value = element(n * share)
    interval = min(value, element(n * share - half))...max(value, element(n * share + half))
  }
}
