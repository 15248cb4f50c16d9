/// A metric with all its series.
struct MetricFamily: Sendable {
  let kind: MetricKind
  let help: String?
  private var series: [LabelSet: any Instrument] = [:]

  init(kind: MetricKind, help: String?) {
    self.kind = kind
    self.help = help
  }

  /// The instrument of a series, made where there is none. Beyond the limit all further series are one.
  ///
  /// - Returns: nil where the series has an instrument of another type.
  mutating func instrument<I: Instrument>(_ labels: LabelSet, limit: Int, make: () -> I) -> I? {
    let isNew = series[labels] == nil
    let labels = isNew && series.count >= limit ? LabelSet.overflow : labels
    if let known = series[labels] { return known as? I }
    let instrument = make()
    series[labels] = instrument
    return instrument
  }

  /// Forgets a series; true where nothing is left.
  mutating func remove(_ instrument: AnyObject) -> Bool {
    series = series.filter { $0.value !== instrument }
    return series.isEmpty
  }

  func write(to text: inout PrometheusText, name: String) {
    text.family(name, kind, help: help)
    let lines = series.map { (labels: $0.key, text: $0.key.text, instrument: $0.value) }
    for line in lines.sorted(by: { $0.text < $1.text }) {
      line.instrument.write(to: &text, name: name, labels: line.labels)
    }
  }
}
