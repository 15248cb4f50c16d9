public import JSON

/// Nothing was understood.
public struct NotRecognized: RemarkEvent {
  /// `not-recognized`.
  public static let type = "not-recognized"

  /// The words that were no command, where they are known.
  public var text: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(text: String? = nil, context: [String: JSONValue]? = nil) {
    self.text = text
    self.context = context
  }
}
