/// An event whose text is repeated in the answer to it.
public protocol EchoEvent: TypedEvent {
  /// What is repeated.
  var text: String? { get }

  /// An event of these fields.
  init(text: String?)
}

extension EchoEvent {
  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    self.init(text: try fields.optional("text", .text))
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text)]).members)
  }
}
