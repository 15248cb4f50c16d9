/// When a recogniser that fails is left alone, so that one that is not there costs little time.
public struct BackOff: Hashable, Sendable {
  /// The failures in a row after which it is left alone, at least 1.
  public let patience: Int
  /// How long it is left alone then, before it is asked again; nil for good.
  public let pause: Duration?

  /// - Precondition: the patience is at least 1, and the pause not negative.
  public init(patience: Int, pause: Duration?) {
    precondition(patience >= 1 && pause ?? .zero >= .zero)
    (self.patience, self.pause) = (patience, pause)
  }

  /// For sound that goes on: no command has to wait for a recogniser that has just failed.
  public static let live = BackOff(patience: 1, pause: .seconds(30))
  /// For many files: each counts, but not all are to wait for nobody.
  public static let batch = BackOff(patience: 3, pause: nil)
}

extension BackOff {
  /// What became of what was asked so far.
  struct History: Sendable {
    private(set) var failures = UpstreamTranscriber.Failures(inARow: 0, inAll: 0)
    /// What was answered.
    private(set) var answers = 0
    private var lastFailure: ContinuousClock.Instant?

    /// Whether the recogniser may be asked at a time.
    func allowsAsking(at time: ContinuousClock.Instant, _ policy: BackOff) -> Bool {
      guard failures.inARow >= policy.patience, let lastFailure else { return true }
      return policy.pause.map { time >= lastFailure + $0 } ?? false
    }

    mutating func answered() {
      answers += 1
      failures.inARow = 0
    }

    mutating func failed(at time: ContinuousClock.Instant) {
      failures.inARow += 1
      failures.inAll += 1
      lastFailure = time
    }
  }
}
