/// Answers a `Ping`.
public struct Pong: EchoEvent {
  /// `pong`.
  public static let type = "pong"

  /// What the question said.
  public var text: String?

  /// An event of these fields.
  public init(text: String? = nil) {
    self.text = text
  }
}
