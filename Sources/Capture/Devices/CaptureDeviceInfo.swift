/// A device that the system offers for capture.
public struct CaptureDeviceInfo: Hashable, Sendable {
  /// What the device can do.
  public struct Abilities: Hashable, Sendable {
    /// The rates, in Hz.
    public var rates: ClosedRange<Int>
    /// The numbers of channels.
    public var channels: ClosedRange<Int>
    /// The formats of samples that can be heard.
    public var formats: [SampleFormat]
  }

  /// The name by which it is opened.
  public var name: String
  /// What the system says of it, in one line.
  public var summary: String
  /// What it can do, or why it cannot be opened.
  public var abilities: Result<Abilities, MicrophoneError>
}
