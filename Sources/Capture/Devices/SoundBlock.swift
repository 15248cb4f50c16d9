/// A stretch of live sound: 16 kHz, one channel, -1...1.
public struct SoundBlock: Sendable {
  /// The samples of a block: 20 ms.
  public static let length = 320

  /// Counts blocks from 0. Where a number is left out, sound was lost before this block.
  public let sequence: UInt64
  /// When the last sample was captured.
  public let time: ContinuousClock.Instant
  /// The samples, `length` of them.
  public let samples: [Float]

  /// - Precondition: `samples` has `length` samples.
  public init(sequence: UInt64, time: ContinuousClock.Instant, samples: [Float]) {
    precondition(samples.count == Self.length)
    self.sequence = sequence
    self.time = time
    self.samples = samples
  }
}
