public import JSON

/// The sound ended before anything was spotted.
public struct NotDetected: ContextEvent {
  /// `not-detected`.
  public static let type = "not-detected"

  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(context: [String: JSONValue]? = nil) {
    self.context = context
  }
}
