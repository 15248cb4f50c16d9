import Recordings

/// The interval of a proportion whose trials come in clusters that are not independent, such as the recordings of one
/// speaker: clusters are drawn again and again, with replacement (Field and Welsh 2007).
public struct ClusterBootstrap: Hashable, Sendable {
  private static let draws = 2000

  /// The clusters.
  public let clusters: Int
  /// The interval at 95 %: between the 2.5th and the 97.5th percentile of the draws.
  public let interval: ClosedRange<Double>

  /// - Parameter clusters: the successes and trials of each.
  /// - Returns: nil for fewer than two clusters: they say nothing of others.
  init?(_ clusters: [Proportion]) {
    guard clusters.count >= 2 else { return nil }
    // The same numbers in every run.
    var generator = SplitMix64(seed: 1)
    var rates = (0..<Self.draws).map { _ in
      var (count, total) = (0, 0)
      for _ in clusters {
        let cluster = clusters[Int.random(in: 0..<clusters.count, using: &generator)]
        count += cluster.count
        total += cluster.total
      }
      return total > 0 ? Double(count) / Double(total) : 0
    }
    rates.sort()
    self.clusters = clusters.count
    interval = rates[Self.draws / 40]...rates[Self.draws - 1 - Self.draws / 40]
  }
}
