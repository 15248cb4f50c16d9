/// What a metric means, for those who read it: swift-metrics itself has no words for it.
public struct MetricDescription: Hashable, Sendable {
  /// Bounds for times in seconds, from a millisecond to ten seconds.
  public static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  /// One sentence.
  public var help: String
  /// The upper bounds of a histogram's buckets, ascending, without infinity.
  public var bounds: [Double]

  /// - Parameter bounds: only histograms have some.
  public init(_ help: String, bounds: [Double] = Self.seconds) {
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 } && bounds.allSatisfy(\.isFinite))
    self.help = help
    self.bounds = bounds
  }
}
