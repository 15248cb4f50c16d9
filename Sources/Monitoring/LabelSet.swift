/// The labels of a series in the order of their names.
struct LabelSet: Hashable, Sendable {
  private var labels: [Label]

  private struct Label: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// What stands for all series beyond the limit.
  static let overflow = LabelSet([("overflow", "true")])

  /// Labels with names made valid; of two with the same name the last one counts.
  init(_ dimensions: [(String, String)]) {
    let values = Dictionary(dimensions.map { (MetricName.label($0.0), $0.1) }) { $1 }
    labels = values.map { Label(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
  }

  /// The labels and one more behind them.
  func adding(_ name: String, _ value: String) -> LabelSet {
    var set = self
    set.labels.append(Label(name: name, value: value))
    return set
  }

  /// `{name="value",…}`; empty where there are none.
  var text: String {
    guard !labels.isEmpty else { return "" }
    let pairs = labels.map { "\($0.name)=\"\(PrometheusText.escaped($0.value, quotes: true))\"" }
    return "{" + pairs.joined(separator: ",") + "}"
  }
}
