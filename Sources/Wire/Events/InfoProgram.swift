import JSON

/// A program of a service, as `Info` tells it.
public struct InfoProgram: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Who made it.
  public var attribution: Attribution
  /// Whether it is there.
  public var isInstalled: Bool
  /// For people.
  public var description: String?
  /// Its version.
  public var version: String?
  /// Its models.
  public var models: [InfoModel]
  /// Of recognisers alone: whether it sends a transcript in pieces.
  public var streamsTranscripts: Bool?
  /// Of recognisers alone: whether somebody else has to find the end of what is said.
  public var needsVoiceDetection: Bool?

  /// A program.
  public init(
    name: String, attribution: Attribution, isInstalled: Bool = true, description: String? = nil,
    version: String? = nil, models: [InfoModel], streamsTranscripts: Bool? = nil, needsVoiceDetection: Bool? = nil
  ) {
    self.name = name
    self.attribution = attribution
    self.isInstalled = isInstalled
    self.description = description
    self.version = version
    self.models = models
    self.streamsTranscripts = streamsTranscripts
    self.needsVoiceDetection = needsVoiceDetection
  }

  init(_ fields: EventFields) throws(EventError) {
    name = try fields.required("name", .text)
    attribution = try Attribution(fields.object("attribution"))
    isInstalled = try fields.required("installed", .flag)
    description = try fields.optional("description", .text)
    version = try fields.optional("version", .text)
    models = []
    for model in try fields.objects("models") { models.append(try InfoModel(model)) }
    streamsTranscripts = try fields.optional("supports_transcript_streaming", .flag)
    needsVoiceDetection = try fields.optional("requires_external_vad", .flag)
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "name": .text(name), "attribution": attribution.json, "installed": .bool(isInstalled),
      "description": description.map { .text($0) } ?? .null, "version": version.map { .text($0) } ?? .null,
      "models": .array(models.map(\.json)),
    ]
    if let streamsTranscripts { members["supports_transcript_streaming"] = .bool(streamsTranscripts) }
    if let needsVoiceDetection { members["requires_external_vad"] = .bool(needsVoiceDetection) }
    return .object(members)
  }
}
