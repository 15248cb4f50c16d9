import CoreMetrics

/// A number that only grows. Amounts below 0, and what is no number, change nothing.
final class CounterInstrument: CounterHandler, FloatingPointCounterHandler, Instrument {
  private let total = AtomicNumber()

  func increment(by amount: Int64) { increment(by: Double(amount)) }

  func increment(by amount: Double) {
    if amount > 0, amount.isFinite { total.add(amount) }
  }

  func reset() { total.set(0) }

  func write(to text: inout PrometheusText, name: String, labels: LabelSet) {
    text.sample(name, labels, total.value)
  }
}
