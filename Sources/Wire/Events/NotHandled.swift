public import JSON

/// A command was not carried out.
public struct NotHandled: RemarkEvent {
  /// `not-handled`.
  public static let type = "not-handled"

  /// What to tell the person.
  public var text: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(text: String? = nil, context: [String: JSONValue]? = nil) {
    self.text = text
    self.context = context
  }
}
