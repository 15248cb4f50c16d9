public import JSON

/// The several intents are over.
public struct IntentsStop: ContextEvent {
  /// `intents-stop`.
  public static let type = "intents-stop"

  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(context: [String: JSONValue]? = nil) {
    self.context = context
  }
}
