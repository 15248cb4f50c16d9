import Lexicon

/// What the network heard: for each frame, the log-probability of the blank and of every phone.
public struct PhonePosteriors: Sendable {
  /// The seconds from one frame to the next: two hops of 10 ms.
  public static let frameDuration = 0.02
  /// The columns of a frame: the CTC blank in column 0, then the phones by their raw values.
  public static let columns = Phone.count + 1

  /// Natural logarithms, row-major [T, 40]; each row's exponentials add up to 1.
  public private(set) var logProbabilities: [Float]

  /// - Precondition: the count of `logProbabilities` is a multiple of `columns`.
  public init(logProbabilities: [Float] = []) {
    precondition(logProbabilities.count.isMultiple(of: Self.columns))
    self.logProbabilities = logProbabilities
  }

  /// The number of frames, T.
  public var frameCount: Int { logProbabilities.count / Self.columns }

  /// The frames in `range`.
  public func frames(_ range: Range<Int>) -> PhonePosteriors {
    guard range != 0..<frameCount else { return self }
    return PhonePosteriors(
      logProbabilities: Array(logProbabilities[range.lowerBound * Self.columns..<range.upperBound * Self.columns]))
  }

  /// Adds a frame.
  ///
  /// - Precondition: it has `columns` log-probabilities.
  public mutating func append(_ frame: Span<Float>) {
    precondition(frame.count == Self.columns)
    for index in frame.indices { logProbabilities.append(frame[index]) }
  }

  /// Adds frames.
  public mutating func append(_ other: PhonePosteriors) { logProbabilities += other.logProbabilities }
}
