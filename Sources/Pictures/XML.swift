/// XML text, written element by element; what it writes is HTML as well.
public enum XML {
  /// A text as an attribute's value or an element's content; control characters that XML 1.0 forbids are left out.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// An element with its attributes in the given order; empty where there is no content.
  public static func element(_ name: String, _ attributes: [(String, String)], content: String? = nil) -> String {
    let start = "<" + name + attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    return content.map { "\(start)>\(escaped($0))</\(name)>" } ?? start + "/>"
  }
}
