public import JSON

/// A command was spotted.
public struct Detection: TypedEvent {
  /// `detection`.
  public static let type = "detection"

  /// The intent.
  public var name: String?
  /// When it had been said, in milliseconds from the beginning of the sound.
  public var timestamp: Int?
  /// Who said it.
  public var speaker: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?

  /// An event of these fields.
  public init(name: String? = nil, timestamp: Int? = nil, speaker: String? = nil, context: [String: JSONValue]? = nil) {
    self.name = name
    self.timestamp = timestamp
    self.speaker = speaker
    self.context = context
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    name = try fields.optional("name", .text)
    timestamp = try fields.optional("timestamp", .milliseconds)
    speaker = try fields.optional("speaker", .text)
    context = try fields.optional("context", .object)
  }

  /// The event on the wire.
  public var event: Event {
    Event(
      Self.type,
      data: EventData([
        "name": .text(name), "timestamp": .integer(timestamp), "speaker": .text(speaker), "context": .object(context),
      ]).members)
  }
}
