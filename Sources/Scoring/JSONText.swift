import Commands

/// JSON written key by key, in an order of our own: an encoder of the library sorts its keys or leaves them to chance.
struct JSONText {
  private(set) var text = "{"

  /// Writes a key and a value that is JSON already; null for nil.
  mutating func add(_ key: String, json value: String?) {
    if text.utf8.count > 1 { text += ", " }
    text += "\(Self.quoted(key)): \(value ?? "null")"
  }

  /// Writes a key and a string; null for nil.
  mutating func add(_ key: String, _ value: String?) { add(key, json: value.map(Self.quoted)) }

  /// Writes a key and a number with three decimal places at most; null for nil.
  mutating func add(_ key: String, _ value: Double?) { add(key, json: value.map(Self.rounded)) }

  /// The object with its closing brace.
  var closed: String { text + "}" }

  /// An array of values that are JSON already.
  static func list(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }

  /// A number with three decimal places at most; null for an infinite one, which JSON does not know.
  static func rounded(_ value: Double) -> String {
    value.isFinite ? "\((value * 1000).rounded() / 1000)" : "null"
  }

  /// A slot's value: text in quotes, numbers as they are.
  static func value(_ value: SlotValue) -> String {
    if case .text(let text) = value { quoted(text) } else { value.description }
  }

  /// A string in quotes, with everything escaped that JSON asks for.
  static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{00}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
