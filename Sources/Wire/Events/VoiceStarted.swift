/// Somebody began to speak.
public struct VoiceStarted: MomentEvent {
  /// `voice-started`.
  public static let type = "voice-started"

  /// When, in milliseconds from the beginning of the sound.
  public var timestamp: Int?

  /// An event of these fields.
  public init(timestamp: Int? = nil) {
    self.timestamp = timestamp
  }
}
