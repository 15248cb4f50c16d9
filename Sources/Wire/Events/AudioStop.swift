/// Sound ends.
public struct AudioStop: MomentEvent {
  /// `audio-stop`.
  public static let type = "audio-stop"

  /// When, in milliseconds; nil where that is not known.
  public var timestamp: Int?

  /// An event of these fields.
  public init(timestamp: Int? = nil) {
    self.timestamp = timestamp
  }
}
