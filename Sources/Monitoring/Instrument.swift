/// What one series of a metric is measured with.
protocol Instrument: AnyObject, Sendable {
  /// Writes the series' lines.
  func write(to text: inout PrometheusText, name: String, labels: LabelSet)
}
