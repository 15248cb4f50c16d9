public import JSON

/// An event that says by its type alone what happened, beside the context.
public protocol ContextEvent: TypedEvent {
  /// What is handed on to the next event, whatever it is.
  var context: [String: JSONValue]? { get }

  /// An event of these fields.
  init(context: [String: JSONValue]?)
}

extension ContextEvent {
  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    self.init(context: try fields.optional("context", .object))
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["context": .object(context)]).members)
  }
}
