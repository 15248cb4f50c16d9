public import JSON

/// An entity of an intent with what is known of its place in the sound. Wyoming has no such thing: its entities are names and
/// values alone.
public struct IntentSlot: Hashable, Sendable {
  /// The slot's name in the command file.
  public var name: String
  /// Its value: a text or a number; null for what has none.
  public var value: JSONValue
  /// From when to when its words were said, in milliseconds from the beginning of the sound; nil for a slot that the command
  /// file fixes, and where there was no sound.
  public var time: Range<Int>?
  /// How far it is to be believed, 0...1; nil where that is not known.
  public var confidence: Double?
  /// The words that were said for it; empty for a slot that the command file fixes.
  public var words: String
  /// The phones that were heard in a free part, in ARPAbet between slashes; nil for other slots, and where there was no sound.
  public var phones: String?
  /// Whether the words of a free part are guessed from the sound: they may be others that sound alike.
  public var isGuessed: Bool

  /// A slot with what is known of it.
  public init(
    name: String, value: JSONValue, time: Range<Int>? = nil, confidence: Double? = nil, words: String = "",
    phones: String? = nil, isGuessed: Bool = false
  ) {
    self.name = name
    self.value = value
    self.time = time
    self.confidence = confidence
    self.words = words
    self.phones = phones
    self.isGuessed = isGuessed
  }

  init(_ fields: EventFields) throws(EventError) {
    name = try fields.required("name", .text)
    value = try fields.optional("value", .any) ?? .null
    time = try fields.time()
    confidence = try fields.optional("confidence", .number)
    words = try fields.optional("words", .text) ?? ""
    phones = try fields.optional("phones", .text)
    isGuessed = try fields.optional("guessed", .flag) ?? false
  }

  var json: JSONValue {
    .object(
      EventData([
        "name": .text(name), "value": value, "start": .integer(time?.lowerBound), "end": .integer(time?.upperBound),
        "confidence": .number(confidence), "words": .text(words),
        "phones": .text(phones), "guessed": isGuessed ? .bool(true) : nil,
      ]).members)
  }
}

extension EventFields {
  /// `start` and `end` in milliseconds; nil where one is absent.
  func time() throws(EventError) -> Range<Int>? {
    let start = try optional("start", .milliseconds)
    let end = try optional("end", .milliseconds)
    guard let start, let end else { return nil }
    guard start <= end else { throw error("end", "is before 'start'") }
    return start..<end
  }
}
