public import Kernels

/// Everything that the network heard: the phones, and behind them what fusion works on.
public struct HeardSound: Sendable {
  /// The columns of `memories`.
  public static let width = 384

  /// What every frame sounds like, [T, 40].
  public let posteriors: PhonePosteriors
  /// The output of the phone head's last LSTM layer, from which the posteriors are made, [T, 384].
  public let memories: Matrix

  /// - Precondition: `memories` has `width` columns and a row for every frame.
  public init(posteriors: PhonePosteriors, memories: Matrix) {
    precondition(memories.columns == Self.width && memories.rows == posteriors.frameCount)
    self.posteriors = posteriors
    self.memories = memories
  }
}
