public import JSON

/// Nothing was understood.
///
/// `words` is ours; clients of the Wyoming protocol do not mind it.
public struct NotRecognized: TypedEvent {
  /// `not-recognized`.
  public static let type = "not-recognized"

  /// What is to be said to whoever spoke: Home Assistant speaks it.
  public var text: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?
  /// The words that were no command, where they are known.
  public var words: String?

  /// An event of these fields.
  public init(text: String? = nil, context: [String: JSONValue]? = nil, words: String? = nil) {
    self.text = text
    self.context = context
    self.words = words
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    text = try fields.optional("text", .text)
    context = try fields.optional("context", .object)
    words = try fields.optional("words", .text)
  }

  /// The event on the wire.
  public var event: Event {
    let data = EventData(["text": .text(text), "context": .object(context), "words": .text(words)])
    return Event(Self.type, data: data.members)
  }
}
