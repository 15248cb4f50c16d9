public import JSON

/// Asks to be told of commands, as of wake words, in sound that goes on.
public struct Detect: TypedEvent {
  /// `detect`.
  public static let type = "detect"

  /// The intents to look out for; nil for all.
  public var names: [String]?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(names: [String]? = nil, context: [String: JSONValue]? = nil) {
    self.names = names
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    names = try fields.optional("names", .texts)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["names": .texts(names), "context": .object(context)]).members)
  }
}
