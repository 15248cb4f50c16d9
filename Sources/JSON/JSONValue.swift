/// A JSON value.
public enum JSONValue: Hashable, Sendable {
  /// Members by their keys.
  case object([String: JSONValue])
  /// Elements in their order.
  case array([JSONValue])
  /// A string.
  case text(String)
  /// An integer.
  case integer(Int)
  /// A number.
  case number(Double)
  /// True or false.
  case bool(Bool)
  /// Null.
  case null

  /// The string, where it is one.
  public var text: String? { if case .text(let text) = self { text } else { nil } }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON on one line, members in the order of their keys. A number that is not finite is null: JSON has no
  /// word for it.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .object(let members): Self.write(members, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(to: &text)
      }
      text += "]"
    case .text(let string): JSONText.write(string, to: &text)
    case .integer(let integer): text += String(integer)
    case .number(let number): text += number.isFinite ? String(number) : "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write(_ members: [String: JSONValue], to text: inout String) {
    text += "{"
    for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { text += ", " }
      JSONText.write(member.key, to: &text)
      text += ": "
      member.value.write(to: &text)
    }
    text += "}"
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
  /// A string.
  public init(stringLiteral value: String) { self = .text(value) }
  /// An integer.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// An object; of two members with the same key the last one counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { $1 })
  }
}
