import JSON

/// A model of a program, as `Info` tells it.
public struct InfoModel: Hashable, Sendable {
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
  /// The languages that it understands, such as "en".
  public var languages: [String]
  /// What to say; of models that spot something alone.
  public var phrase: String?

  /// A model.
  public init(
    name: String, attribution: Attribution, isInstalled: Bool = true, description: String? = nil,
    version: String? = nil, languages: [String], phrase: String? = nil
  ) {
    self.name = name
    self.attribution = attribution
    self.isInstalled = isInstalled
    self.description = description
    self.version = version
    self.languages = languages
    self.phrase = phrase
  }

  init(_ fields: EventFields) throws(EventError) {
    name = try fields.required("name", .text)
    attribution = try Attribution(fields.object("attribution"))
    isInstalled = try fields.required("installed", .flag)
    description = try fields.optional("description", .text)
    version = try fields.optional("version", .text)
    languages = try fields.optional("languages", .texts) ?? []
    phrase = try fields.optional("phrase", .text)
  }

  /// The reference implementation stumbles over a `phrase` where none belongs, and over a description or a version that is absent
  /// rather than null.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "name": .text(name), "attribution": attribution.json, "installed": .bool(isInstalled),
      "description": description.map { .text($0) } ?? .null, "version": version.map { .text($0) } ?? .null,
      "languages": .array(languages.map { .text($0) }),
    ]
    if let phrase { members["phrase"] = .text(phrase) }
    return .object(members)
  }
}
