/// Writes Prometheus' text format, version 0.0.4.
struct PrometheusText {
  /// The type of the text, for HTTP.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// What was written.
  private(set) var text = ""

  /// Begins a metric.
  mutating func family(_ name: String, _ kind: MetricKind, help: String?) {
    if let help { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
    text += "# TYPE \(name) \(kind.rawValue)\n"
  }

  /// Writes one value.
  mutating func sample(_ name: String, _ labels: LabelSet, _ value: Double) {
    text += "\(name)\(labels.text) \(Self.number(value))\n"
  }

  /// A number as Go's `ParseFloat` reads it; integers without a fraction.
  static func number(_ value: Double) -> String {
    switch value {
    case .infinity: "+Inf"
    case -.infinity: "-Inf"
    case _ where value.isNaN: "NaN"
    default: Int(exactly: value).map(String.init) ?? "\(value)"
    }
  }

  /// Backslashes and line ends, and where asked for double quotes, with a backslash before them.
  static func escaped(_ text: String, quotes: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
