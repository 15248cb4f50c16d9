/// A name that was called.
public struct WakeCall: Hashable, Sendable {
  /// The name of the intent that wakes.
  public let intent: String
  /// The words that were said.
  public let text: String
  /// When they were said, in seconds since the beginning of the sound.
  public var time: Range<Double>
  /// How far it is to be believed, 0...1.
  public let confidence: Double
}
