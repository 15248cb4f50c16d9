/// Whether confidences are probabilities: of the commands that are sure by 0.8, 80 % should be right.
public struct Calibration: Hashable, Sendable {
  /// Commands of about the same confidence.
  public struct Bin: Hashable, Sendable {
    /// The sum of their confidences.
    fileprivate var sum = 0.0
    fileprivate var right = 0
    fileprivate var total = 0

    /// Their mean confidence, 0...1.
    public var confidence: Double { total > 0 ? sum / Double(total) : 0 }
    /// Those that are right.
    public var accuracy: Proportion { Proportion(count: right, total: total) }
  }

  private static let count = 10
  private var all = Array(repeating: Bin(), count: Self.count)

  /// Nothing counted.
  public init() {}

  /// Counts a command that was heard, believed or not.
  ///
  /// - Parameters:
  ///   - confidence: 0...1.
  ///   - isRight: whether it was meant.
  public mutating func add(confidence: Double, isRight: Bool) {
    let bin = min(Self.count - 1, max(0, Int(min(1, max(0, confidence)) * Double(Self.count))))
    all[bin].sum += confidence
    all[bin].right += isRight ? 1 : 0
    all[bin].total += 1
  }

  /// The bins of equal width in which there is something, from the lowest confidence.
  public var bins: [Bin] { all.filter { $0.total > 0 } }

  /// The mean distance of confidence and accuracy, weighted by the bins' sizes, 0...1; 0 where nothing was counted (the
  /// expected calibration error of Naeini, Cooper and Hauskrecht 2015).
  public var expectedError: Double {
    let total = all.reduce(0) { $0 + $1.total }
    guard total > 0 else { return 0 }
    return bins.reduce(0) { $0 + abs($1.confidence - $1.accuracy.value) * Double($1.total) } / Double(total)
  }
}
