import Glibc

/// Two ways of doing the same trials: does one of them succeed more often, or is that chance?
public struct PairedTest: Hashable, Sendable {
  /// The trials in which only the first way succeeded.
  public let onlyFirst: Int
  /// The trials in which only the second way succeeded.
  public let onlySecond: Int

  /// - Precondition: both have the same number of trials.
  public init(_ first: [Bool], _ second: [Bool]) {
    precondition(first.count == second.count)
    onlyFirst = zip(first, second).count { $0 && !$1 }
    onlySecond = zip(first, second).count { !$0 && $1 }
  }

  /// The probability of a split at least as uneven if both succeed equally often, 0...1: McNemar's test (1947), exact and
  /// two-sided.
  public var p: Double {
    let (total, fewer) = (onlyFirst + onlySecond, min(onlyFirst, onlySecond))
    let tail = (0...fewer).reduce(0) { sum, count in
      let ways = lgamma(Double(total + 1)) - lgamma(Double(count + 1)) - lgamma(Double(total - count + 1))
      return sum + exp(ways - Double(total) * log(2))
    }
    return min(1, 2 * tail)
  }
}
