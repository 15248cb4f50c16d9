public import JSON

/// What was understood.
///
/// `words`, `confidence`, `start`, `end` and `slots` are ours; clients of the Wyoming protocol do not mind them.
public struct Intent: TypedEvent {
  /// `intent`.
  public static let type = "intent"

  /// What is meant.
  public var name: String
  /// What it is meant of.
  public var entities: [Entity]
  /// What is to be said to whoever spoke: Home Assistant speaks it.
  public var text: String?
  /// What is handed on to the next event, whatever it is.
  public var context: [String: JSONValue]?
  /// The words that were understood.
  public var words: String?
  /// How far it is to be believed, 0...1.
  public var confidence: Double?
  /// From when to when it was said, in milliseconds from the beginning of the sound; nil where there was no sound.
  public var time: Range<Int>?
  /// The entities with their places in the sound, in the same order.
  public var slots: [IntentSlot]

  /// An event of these fields.
  public init(
    name: String, entities: [Entity] = [], text: String? = nil, context: [String: JSONValue]? = nil,
    words: String? = nil, confidence: Double? = nil, time: Range<Int>? = nil, slots: [IntentSlot] = []
  ) {
    self.name = name
    self.entities = entities
    self.text = text
    self.context = context
    self.words = words
    self.confidence = confidence
    self.time = time
    self.slots = slots
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    name = try fields.required("name", .text)
    entities = try [Entity](fields)
    text = try fields.optional("text", .text)
    context = try fields.optional("context", .object)
    words = try fields.optional("words", .text)
    confidence = try fields.optional("confidence", .number)
    time = try fields.time()
    slots = []
    for slot in try fields.objects("slots") { slots.append(try IntentSlot(slot)) }
  }

  /// The event on the wire.
  public var event: Event {
    let data = EventData([
      "name": .text(name), "entities": entities.json, "text": .text(text), "context": .object(context),
      "words": .text(words), "confidence": .number(confidence), "start": .integer(time?.lowerBound),
      "end": .integer(time?.upperBound),
      "slots": slots.isEmpty ? nil : .array(slots.map(\.json)),
    ])
    return Event(Self.type, data: data.members)
  }
}
