/// Names as Prometheus allows them: letters, digits and underscores of ASCII.
enum MetricName {
  /// A metric's name; every other character becomes an underscore. The suffix is added where it is missing.
  static func metric(_ label: String, suffix: String = "") -> String {
    let name = valid(label)
    return name.hasSuffix(suffix) ? name : name + suffix
  }

  /// A label's name. Prometheus keeps `le` and names that begin with two underscores to itself.
  static func label(_ name: String) -> String {
    let name = valid(name)
    return name == "le" || name.hasPrefix("__") ? "label_" + name : name
  }

  private static func valid(_ text: String) -> String {
    let name = String(text.unicodeScalars.map { isValid($0) ? Character($0) : "_" })
    return name.first?.isNumber ?? true ? "_" + name : name
  }

  private static func isValid(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}
