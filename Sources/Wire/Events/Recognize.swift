public import JSON

/// Asks what a text means.
public struct Recognize: TypedEvent {
  /// `recognize`.
  public static let type = "recognize"

  /// The text.
  public var text: String
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(text: String, context: [String: JSONValue]? = nil) {
    self.text = text
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.required("text", .text)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text), "context": .object(context)]).members)
  }
}
