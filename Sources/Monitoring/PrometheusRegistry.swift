public import CoreMetrics
import Synchronization

/// Collects what the program measures with swift-metrics, for Prometheus to fetch.
///
///     let registry = PrometheusRegistry(descriptions: ["attune_clients": MetricDescription("Clients connected.")])
///     MetricsSystem.bootstrap(registry)
///     Meter(label: "attune_clients").increment()
///     print(registry.text)
///
/// Counters end in `_total` and timers are histograms in seconds whose names end in `_seconds`; suffixes are added where
/// they are missing. Recording never waits: only making a metric, and fetching them, take a lock.
///
/// A client cannot fill the memory with labels: beyond 200 series of a metric all further ones are a single series,
/// `{overflow="true"}`. Beyond 500 metrics, and under a name that is another kind of metric already, nothing is collected;
/// `metrics_refused_total` counts these.
public final class PrometheusRegistry: Sendable {
  /// The most series of a metric, without the one that stands for the rest.
  public static let seriesLimit = 200
  /// The most metrics.
  public static let familyLimit = 500

  private struct State {
    var families: [String: MetricFamily] = [:]
    var refused = 0
  }

  private let descriptions: [String: MetricDescription]
  private let state = Mutex(State())

  /// - Parameter descriptions: what metrics mean, by their labels in the program.
  public init(descriptions: [String: MetricDescription] = [:]) { self.descriptions = descriptions }

  /// All values in Prometheus' text format 0.0.4, metrics and series in the order of their names. The process' own
  /// processor time and memory stand behind them.
  public var text: String {
    let (families, refused) = state.withLock { ($0.families, $0.refused) }
    var text = PrometheusText()
    for (name, family) in families.sorted(by: { $0.key < $1.key }) { family.write(to: &text, name: name) }
    text.family("metrics_refused_total", .counter, help: "Metrics that could not be collected.")
    text.sample("metrics_refused_total", LabelSet([]), Double(refused))
    ProcessFigures().write(to: &text)
    return text.text
  }

  /// The instrument of a series; one that nobody reads where it cannot be collected.
  private func instrument<I: Instrument>(
    _ name: String, _ kind: MetricKind, of label: String, _ dimensions: [(String, String)], make: () -> I
  ) -> I {
    state.withLock { state in
      let isNew = state.families[name] == nil
      var family = state.families[name] ?? MetricFamily(kind: kind, help: descriptions[label]?.help)
      guard !isNew || state.families.count < Self.familyLimit, family.kind == kind,
        let instrument = family.instrument(LabelSet(dimensions), limit: Self.seriesLimit, make: make)
      else {
        state.refused += 1
        return make()
      }
      state.families[name] = family
      return instrument
    }
  }

  private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterInstrument {
    let name = MetricName.metric(label, suffix: "_total")
    return instrument(name, .counter, of: label, dimensions) { CounterInstrument() }
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeInstrument {
    instrument(MetricName.metric(label), .gauge, of: label, dimensions) { GaugeInstrument() }
  }

  private func histogram(_ label: String, _ dimensions: [(String, String)], suffix: String) -> HistogramInstrument {
    let bounds = descriptions[label]?.bounds ?? MetricDescription.seconds
    return instrument(MetricName.metric(label, suffix: suffix), .histogram, of: label, dimensions) {
      HistogramInstrument(bounds: bounds)
    }
  }

  private func remove(_ instrument: AnyObject) {
    state.withLock { state in
      for name in state.families.keys where state.families[name]?.remove(instrument) == true {
        state.families[name] = nil
      }
    }
  }
}

extension PrometheusRegistry: MetricsFactory {
  /// A counter.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    counter(label, dimensions)
  }

  /// A counter of fractions.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    counter(label, dimensions)
  }

  /// A gauge.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { gauge(label, dimensions) }

  /// A histogram, or for what is not to be aggregated a gauge with the last value.
  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate { histogram(label, dimensions, suffix: "") } else { gauge(label, dimensions) }
  }

  /// A histogram in seconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions, suffix: "_seconds")
  }

  /// Forgets a series.
  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  /// Forgets a series.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  /// Forgets a series.
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  /// Forgets a series.
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  /// Forgets a series.
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
