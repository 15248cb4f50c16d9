/// How the samples of a payload are written: signed integers, little-endian.
public struct AudioFormat: Hashable, Sendable {
  /// Hz.
  public var rate: Int
  /// The bytes of a sample.
  public var width: Int
  /// The channels, interleaved.
  public var channels: Int

  /// A format.
  public init(rate: Int, width: Int, channels: Int) {
    self.rate = rate
    self.width = width
    self.channels = channels
  }

  /// The bytes of a frame, a sample of each channel; nil where that is more than an integer holds.
  public var frameBytes: Int? {
    let (bytes, overflow) = width.multipliedReportingOverflow(by: channels)
    return overflow ? nil : bytes
  }

  /// What speech services use: 16 kHz, 16 bits, one channel.
  public static let speech = AudioFormat(rate: 16_000, width: 2, channels: 1)
}
