import Lexicon

/// What the network heard: for each frame, the log-probability of the blank and of every phone.
public struct PhonePosteriors: Sendable {
  /// The seconds from one frame to the next: two hops of 10 ms.
  public static let frameDuration = 0.02
  /// The columns of a frame: the CTC blank in column 0, then the phones by their raw values.
  public static let columns = Phone.count + 1

  /// The number of frames, T.
  public let frameCount: Int
  /// Natural logarithms, row-major [T, 40]; each row's exponentials add up to 1.
  public let logProbabilities: [Float]

  /// - Precondition: the count of `logProbabilities` is a multiple of `columns`.
  public init(logProbabilities: [Float]) {
    precondition(logProbabilities.count.isMultiple(of: Self.columns))
    self.frameCount = logProbabilities.count / Self.columns
    self.logProbabilities = logProbabilities
  }
}
