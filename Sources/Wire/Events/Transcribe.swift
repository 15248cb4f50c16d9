public import JSON

/// Asks for a transcript of the sound that follows.
public struct Transcribe: TypedEvent {
  /// `transcribe`.
  public static let type = "transcribe"

  /// How soon a silence ends what is said.
  public enum Sensitivity: String, Hashable, Sendable, CaseIterable {
    /// For most.
    case `default`
    /// For those who pause while they speak.
    case relaxed
    /// For those who would rather be quick.
    case aggressive
  }

  /// The model; nil for whatever the server has.
  public var name: String?
  /// What is spoken, such as "en"; nil where the recogniser should know.
  public var language: String?
  /// What is handed on, and `"partial": true` for partial results.
  public var context: [String: JSONValue]?
  /// How soon a silence ends what is said.
  public var sensitivity: Sensitivity?
  /// Names that may be said.
  public var names: [String]?
  /// Terms that may be said.
  public var terms: [String]?

  /// An event of these fields.
  public init(
    name: String? = nil, language: String? = nil, context: [String: JSONValue]? = nil,
    sensitivity: Sensitivity? = nil, names: [String]? = nil, terms: [String]? = nil
  ) {
    self.name = name
    self.language = language
    self.context = context
    self.sensitivity = sensitivity
    self.names = names
    self.terms = terms
  }

  /// Reads an event of this type; `TypedEvent` has the details.
  public init(_ event: Event) throws(EventError) {
    let fields = EventFields(event)
    name = try fields.optional("name", .text)
    language = try fields.optional("language", .text)
    context = try fields.optional("context", .object)
    sensitivity = try fields.optional("vad_sensitivity", .sensitivity)
    names = try fields.optional("transcript_names", .texts)
    terms = try fields.optional("transcript_terms", .texts)
  }

  /// The event on the wire.
  public var event: Event {
    let data = EventData([
      "name": .text(name), "language": .text(language), "context": .object(context),
      "vad_sensitivity": .text(sensitivity?.rawValue), "transcript_names": .texts(names),
      "transcript_terms": .texts(terms),
    ])
    return Event(Self.type, data: data.members)
  }
}

extension FieldKind<Transcribe.Sensitivity> {
  fileprivate static var sensitivity: Self {
    let names = Transcribe.Sensitivity.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return Self(name: "one of \(names)") { $0.text.flatMap(Transcribe.Sensitivity.init(rawValue:)) }
  }
}
