/// Something in a command file that works, but probably not as meant.
public struct CommandWarning: Hashable, Sendable {
  /// Where it stands.
  public var location: SourceLocation
  /// What it is, as a sentence without a full stop.
  public var message: String
}

extension CommandWarning: CustomStringConvertible {
  /// `file:line:column: warning: message`.
  public var description: String { "\(location): warning: \(message)" }
}
