/// A JSON object written key by key, in an order of our own: an encoder of the library sorts its keys or leaves them to
/// chance.
public struct JSONText: Sendable {
  private var text = "{"

  /// An object without members.
  public init() {}

  /// Writes a key and a value that is JSON already; null for nil.
  public mutating func add(_ key: String, json value: String?) {
    if text.utf8.count > 1 { text += ", " }
    Self.write(key, to: &text)
    text += ": "
    text += value ?? "null"
  }

  /// Writes a key and a string; null for nil.
  public mutating func add(_ key: String, _ value: String?) { add(key, json: value.map(Self.quoted)) }

  /// Writes a key and a number with three decimal places at most; null for nil.
  public mutating func add(_ key: String, _ value: Double?) { add(key, json: value.map(Self.rounded)) }

  /// The object with its closing brace.
  public var closed: String { text + "}" }

  /// An array of values that are JSON already.
  public static func list(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }

  /// An array of objects.
  ///
  /// - Parameter write: writes the members of an element.
  public static func list<Element>(
    _ elements: some Sequence<Element>, of write: (_ element: Element, _ object: inout JSONText) -> Void
  ) -> String {
    list(
      elements.map { element in
        var object = JSONText()
        write(element, &object)
        return object.closed
      })
  }

  /// A number with three decimal places at most; null for an infinite one, which JSON does not know.
  public static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let thousandths = (value * 1000).rounded()
    // Beyond 2^53 a number has no decimal places; its thousandfold may be infinite.
    return thousandths.isFinite ? "\(thousandths / 1000)" : "\(value)"
  }

  /// A string in quotes, with everything escaped that JSON asks for.
  public static func quoted(_ string: String) -> String {
    var text = ""
    write(string, to: &text)
    return text
  }

  static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{00}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
