/// Somebody has finished speaking.
public struct VoiceStopped: MomentEvent {
  /// `voice-stopped`.
  public static let type = "voice-stopped"

  /// When, in milliseconds from the beginning of the sound.
  public var timestamp: Int?

  /// An event of these fields.
  public init(timestamp: Int? = nil) {
    self.timestamp = timestamp
  }
}
