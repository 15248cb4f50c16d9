extension String {
  /// The text as it may go to a terminal or a log, whoever wrote it: control characters other than newline and tab, and
  /// those that change the direction of writing, are escaped as in JSON.
  public var printable: String { escaping(layout: true) }

  /// The same for a text that is to stay in its line: newline and tab are escaped, too.
  public var printableLine: String { escaping(layout: false) }

  private func escaping(layout: Bool) -> String {
    guard utf8.contains(where: Self.isSuspect) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where !layout: text += "\\n"
      case "\t" where !layout: text += "\\t"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case "\r": text += "\\r"
      default:
        if scalar.isControl {
          let digits = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  /// Whether a byte is, or may begin, something to be escaped.
  private static func isSuspect(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF
  }
}

extension Unicode.Scalar {
  /// C0, DEL, C1, and what changes the direction of writing or is a line's end; all have four digits at most.
  fileprivate var isControl: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
