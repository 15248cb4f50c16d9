public import JSON

/// An event with a text at the most, beside the context.
public protocol RemarkEvent: TypedEvent {
  /// The text, where there is one.
  var text: String? { get }
  /// What is handed on to the next event, whatever it is.
  var context: [String: JSONValue]? { get }

  /// An event of these fields.
  init(text: String?, context: [String: JSONValue]?)
}

extension RemarkEvent {
  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    self.init(text: try fields.optional("text", .text), context: try fields.optional("context", .object))
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text), "context": .object(context)]).members)
  }
}
