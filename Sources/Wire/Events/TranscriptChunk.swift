/// The next piece of a transcript, with the spaces that belong to it.
public struct TranscriptChunk: TypedEvent {
  /// `transcript-chunk`.
  public static let type = "transcript-chunk"

  /// The piece.
  public var text: String

  /// An event of these fields.
  public init(text: String) {
    self.text = text
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.required("text", .text)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["text": .text(text)]).members)
  }
}
