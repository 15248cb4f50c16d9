import JSON

/// What a server can do: the answer to `Describe`.
///
/// Programs that speak, show or record are none of our business; they are written as absent and not read.
public struct Info: TypedEvent {
  /// `info`.
  public static let type = "info"

  /// Those that write down what is said.
  public var recognizers: [InfoProgram]
  /// Those that tell what a text means.
  public var interpreters: [InfoProgram]
  /// Those that spot something in sound that goes on.
  public var spotters: [InfoProgram]
  /// Those that carry out commands.
  public var handlers: [InfoProgram]

  /// An event of these fields.
  public init(
    recognizers: [InfoProgram] = [], interpreters: [InfoProgram] = [], spotters: [InfoProgram] = [],
    handlers: [InfoProgram] = []
  ) {
    self.recognizers = recognizers
    self.interpreters = interpreters
    self.spotters = spotters
    self.handlers = handlers
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    recognizers = try fields.programs("asr")
    interpreters = try fields.programs("intent")
    spotters = try fields.programs("wake")
    handlers = try fields.programs("handle")
  }

  /// The event on the wire.
  public var event: Event {
    Event(
      Self.type,
      data: [
        "asr": .array(recognizers.map(\.json)), "intent": .array(interpreters.map(\.json)),
        "wake": .array(spotters.map(\.json)), "handle": .array(handlers.map(\.json)), "tts": .array([]),
        "mic": .array([]), "snd": .array([]),
      ])
  }
}

extension EventFields {
  fileprivate func programs(_ key: String) throws(EventError) -> [InfoProgram] {
    var programs: [InfoProgram] = []
    for program in try objects(key) { programs.append(try InfoProgram(program)) }
    return programs
  }
}
