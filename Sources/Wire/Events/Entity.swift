public import JSON

/// A part of a command's meaning: on the wire an object of exactly these two keys, as clients stumble over others.
public struct Entity: Hashable, Sendable {
  /// The slot's name in the command file.
  public var name: String
  /// Its value: a text or a number; null for what has none.
  public var value: JSONValue

  /// A named value.
  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }

  init(_ fields: EventFields) throws(EventError) {
    name = try fields.required("name", .text)
    value = try fields.optional("value", .any) ?? .null
  }

  var json: JSONValue { ["name": .text(name), "value": value] }
}

extension [Entity] {
  init(_ fields: EventFields) throws(EventError) {
    self = []
    for object in try fields.objects("entities") { append(try Entity(object)) }
  }

  var json: JSONValue { .array(map(\.json)) }
}
