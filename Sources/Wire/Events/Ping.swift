/// Asks for a `Pong`.
public struct Ping: EchoEvent {
  /// `ping`.
  public static let type = "ping"

  /// What the answer repeats.
  public var text: String?

  /// An event of these fields.
  public init(text: String? = nil) {
    self.text = text
  }
}
