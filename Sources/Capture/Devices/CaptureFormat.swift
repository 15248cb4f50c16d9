/// What a device delivers.
public struct CaptureFormat: Hashable, Sendable {
  /// How samples are stored.
  public var sample: SampleFormat
  /// The frames a second, in Hz.
  public var rate: Int
  /// The samples of a frame.
  public var channels: Int

  /// The rates that are tried, best first: ours, then those from which conversion is cheap and loses nothing, then lower
  /// ones.
  static let rates = [16_000, 48_000, 32_000, 44_100, 96_000, 24_000, 22_050, 88_200, 192_000, 176_400, 11_025, 8000]
  /// The most channels that are accepted.
  static let maximumChannels = 8
}

extension CaptureFormat: CustomStringConvertible {
  /// `16000 Hz, S16_LE, 1 channel`.
  public var description: String { "\(rate) Hz, \(sample.rawValue), \(channels) channel\(channels == 1 ? "" : "s")" }
}
