/// Answers a `Ping`.
public struct Pong: TypedEvent {
  /// `pong`.
  public static let type = "pong"

  /// What the question said.
  public var text: String?

  /// An event of these fields.
  public init(text: String? = nil) {
    self.text = text
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.optional("text", .text)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text)]).members)
  }
}
