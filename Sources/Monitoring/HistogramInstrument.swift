import CoreMetrics

/// How often values up to certain bounds came. Infinite ones, and what is no number, are not counted.
final class HistogramInstrument: RecorderHandler, TimerHandler, Instrument {
  private let bounds: [Double]
  /// The values up to each bound and above the one before, then those above all bounds.
  private let counts: [AtomicNumber]
  private let sum = AtomicNumber()

  /// - Parameter bounds: ascending.
  init(bounds: [Double]) {
    self.bounds = bounds
    counts = (0...bounds.count).map { _ in AtomicNumber() }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count].add(1)
    sum.add(value)
  }

  /// The count is that of the last bucket, also while values are being recorded.
  func write(to text: inout PrometheusText, name: String, labels: LabelSet) {
    var total = 0.0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count.value
      text.sample(name + "_bucket", labels.adding("le", PrometheusText.number(bound)), total)
    }
    text.sample(name + "_sum", labels, sum.value)
    text.sample(name + "_count", labels, total)
  }
}
