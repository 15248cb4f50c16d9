import JSON

/// Collects the fields of an event's data; those without a value are left out.
struct EventData {
  private(set) var members: [String: JSONValue] = [:]

  /// Data of the fields that have values.
  init(_ members: KeyValuePairs<String, JSONValue?> = [:]) {
    for (key, value) in members { self.members[key] = value }
  }
}

extension JSONValue {
  static func text(_ text: String?) -> JSONValue? { text.map { .text($0) } }
  static func integer(_ integer: Int?) -> JSONValue? { integer.map { .integer($0) } }
  static func number(_ number: Double?) -> JSONValue? { number.map { .number($0) } }
  static func object(_ members: [String: JSONValue]?) -> JSONValue? { members.map { .object($0) } }
  static func texts(_ texts: [String]?) -> JSONValue? { texts.map { .array($0.map { .text($0) }) } }
}
