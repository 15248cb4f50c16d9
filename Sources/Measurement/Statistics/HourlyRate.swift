import Batch
import Glibc

/// How often something happens in an hour, counted over some time, with the interval in which the true rate lies.
public struct HourlyRate: Hashable, Sendable {
  /// How often it happened, at least 0.
  public let count: Int
  /// For how long it was counted, in hours, at least 0.
  public let hours: Double

  /// - Precondition: neither is negative.
  public init(count: Int, hours: Double) {
    precondition(count >= 0 && hours >= 0)
    self.count = count
    self.hours = hours
  }

  /// Per hour; 0 without time.
  public var value: Double { hours > 0 ? Double(count) / hours : 0 }

  /// The exact interval at 95 % for events that are independent of each other, per hour (Garwood 1936): with the lower
  /// rate so many or more happen in 2.5 % of all cases, with the upper rate so many or fewer. Anything is possible
  /// without time.
  public var interval: ClosedRange<Double> {
    guard hours > 0 else { return 0 ... .infinity }
    let lower = count == 0 ? 0 : Self.mean(atWhichUpTo: count - 1, haveProbability: 0.975)
    return lower / hours...Self.mean(atWhichUpTo: count, haveProbability: 0.025) / hours
  }

  /// The mean of the Poisson distribution in which 0...`count` together have this probability, by bisection.
  private static func mean(atWhichUpTo count: Int, haveProbability probability: Double) -> Double {
    var (low, high) = (0.0, Double(count) + 20 + 10 * Double(count).squareRoot())
    while high - low > 1e-9 * high {
      let middle = (low + high) / 2
      if cumulative(count, mean: middle) > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The probability of `count` events or fewer.
  private static func cumulative(_ count: Int, mean: Double) -> Double {
    // From the most probable term downwards, so that terms too small to matter need not be computed.
    var sum = 0.0
    for events in stride(from: count, through: 0, by: -1) {
      let term = exp(Double(events) * log(mean) - mean - lgamma(Double(events) + 1))
      sum += term
      if Double(events) < mean, term < 1e-16 * sum { break }
    }
    return sum
  }
}

extension HourlyRate: CustomStringConvertible {
  /// For example `0.90 an hour (2 in 2.22 h, 95 % interval 0.11-3.25)`.
  public var description: String {
    let numbers = [value, hours, interval.lowerBound].map { DecimalText.fixed($0, digits: 2) }
    let upper = interval.upperBound.isFinite ? DecimalText.fixed(interval.upperBound, digits: 2) : "∞"
    return "\(numbers[0]) an hour (\(count) in \(numbers[1]) h, 95 % interval \(numbers[2])-\(upper))"
  }
}
