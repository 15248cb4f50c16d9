public import JSON

/// The several intents are over.
public struct IntentsStop: TypedEvent {
  /// `intents-stop`.
  public static let type = "intents-stop"

  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(context: [String: JSONValue]? = nil) {
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["context": .object(context)]).members)
  }
}
