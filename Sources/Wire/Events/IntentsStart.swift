public import JSON

/// Several intents follow.
public struct IntentsStart: ContextEvent {
  /// `intents-start`.
  public static let type = "intents-start"

  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(context: [String: JSONValue]? = nil) {
    self.context = context
  }
}
