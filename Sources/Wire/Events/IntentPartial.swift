import JSON

/// What seems to be said while somebody speaks; it may change until the end. Only those who ask for it are sent it.
public struct IntentPartial: TypedEvent {
  /// `intent-partial`.
  public static let type = "intent-partial"

  /// What is meant; nil while that is open.
  public var name: String?
  /// What it is meant of, so far.
  public var entities: [Entity]
  /// The words so far.
  public var text: String

  /// An event of these fields.
  public init(name: String?, entities: [Entity], text: String) {
    self.name = name
    self.entities = entities
    self.text = text
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    name = try fields.optional("name", .text)
    entities = try [Entity](fields)
    text = try fields.required("text", .text)
  }

  /// The event on the wire.
  public var event: Event {
    let name = name.map { JSONValue.text($0) } ?? .null
    return Event(Self.type, data: ["name": name, "entities": entities.json, "text": .text(text)])
  }
}
