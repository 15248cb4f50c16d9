public import JSON

/// What was said, in words: as an answer, or as somebody else's transcript of the sound.
public struct Transcript: TypedEvent {
  /// `transcript`.
  public static let type = "transcript"

  /// The words.
  public var text: String
  /// The language, such as "en".
  public var language: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// The context of a text without sound that a recogniser heard, right or wrong.
  public static let heard: [String: JSONValue] = ["text": "heard"]

  /// An event of these fields.
  public init(text: String, language: String? = nil, context: [String: JSONValue]? = nil) {
    self.text = text
    self.language = language
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.required("text", .text)
    language = try fields.optional("language", .text)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(
      Self.type,
      data: EventData(["text": .text(text), "language": .text(language), "context": .object(context)]).members)
  }
}
