public import JSON

/// A transcript follows in pieces.
public struct TranscriptStart: TypedEvent {
  /// `transcript-start`.
  public static let type = "transcript-start"

  /// The language, such as "en".
  public var language: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(language: String? = nil, context: [String: JSONValue]? = nil) {
    self.language = language
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    language = try fields.optional("language", .text)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(Self.type, data: EventData(["language": .text(language), "context": .object(context)]).members)
  }
}
