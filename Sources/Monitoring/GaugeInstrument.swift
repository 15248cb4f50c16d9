import CoreMetrics

/// A number that goes up and down.
final class GaugeInstrument: MeterHandler, RecorderHandler, Instrument {
  private let number = AtomicNumber()

  func set(_ value: Int64) { number.set(Double(value)) }
  func set(_ value: Double) { number.set(value) }
  func record(_ value: Int64) { set(value) }
  func record(_ value: Double) { set(value) }

  func increment(by amount: Double) { number.add(amount) }
  func decrement(by amount: Double) { number.add(-amount) }

  func write(to text: inout PrometheusText, name: String, labels: LabelSet) {
    text.sample(name, labels, number.value)
  }
}
