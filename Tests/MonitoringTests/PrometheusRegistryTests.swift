import CoreMetrics
import Foundation
import Testing

@testable import Monitoring

@Suite struct PrometheusRegistryTests {
  /// What the format says, written by hand and read by `promtool check metrics` of Prometheus 2.42, which
  /// misses some help and nothing else.
  @Test func theTextIsThatOfTheFormat() {
    let registry = PrometheusRegistry(descriptions: [
      "clients": MetricDescription("Clients, \"as they are\":\nC:\\ and all."),
      "decode": MetricDescription("Time to decode.", bounds: [0.01, 0.5]),
      "factor": MetricDescription("A factor.", bounds: [1]),
    ])
    Meter(label: "clients", factory: registry).set(3)
    Counter(label: "errors", dimensions: [("kind", "a\\b\"c\nd"), ("code", "é")], factory: registry).increment(by: 2)
    Counter(label: "errors", dimensions: [("code", "a"), ("kind", "z")], factory: registry).increment()
    FloatingPointCounter(label: "sound.seconds", factory: registry).increment(by: 0.25)
    let timer = CoreMetrics.Timer(label: "decode", factory: registry)
    for nanoseconds in [10_000_000, 10_000_001, 400_000_000, 2_000_000_000] { timer.recordNanoseconds(nanoseconds) }
    Recorder(label: "factor", factory: registry).record(0.5)
    Recorder(label: "level", dimensions: [], aggregate: false, factory: registry).record(-1.5)
    let expected = """
      # HELP clients Clients, "as they are":\\nC:\\\\ and all.
      # TYPE clients gauge
      clients 3
      # HELP decode_seconds Time to decode.
      # TYPE decode_seconds histogram
      decode_seconds_bucket{le="0.01"} 1
      decode_seconds_bucket{le="0.5"} 3
      decode_seconds_bucket{le="+Inf"} 4
      decode_seconds_sum 2.420000001
      decode_seconds_count 4
      # TYPE errors_total counter
      errors_total{code="a",kind="z"} 1
      errors_total{code="é",kind="a\\\\b\\"c\\nd"} 2
      # HELP factor A factor.
      # TYPE factor histogram
      factor_bucket{le="1"} 1
      factor_bucket{le="+Inf"} 1
      factor_sum 0.5
      factor_count 1
      # TYPE level gauge
      level -1.5
      # TYPE sound_seconds_total counter
      sound_seconds_total 0.25
      # HELP metrics_refused_total Metrics that could not be collected.
      # TYPE metrics_refused_total counter
      metrics_refused_total 0
      # HELP process_cpu_seconds_total Processor time of all threads, in seconds.

      """
    #expect(registry.text.hasPrefix(expected))
  }

  @Test func theProcessStandsBehind() throws {
    var text = PrometheusText()
    ProcessFigures().write(to: &text)
    let match = try #require(text.text.firstMatch(of: /\nprocess_resident_memory_bytes (\d+)\n/))
    #expect((1 << 20...1 << 40).contains(try #require(Int(match.1))))
    let seconds = try #require(text.text.firstMatch(of: /\nprocess_cpu_seconds_total ([\d.]+)\n/))
    #expect(try #require(Double(seconds.1)) > 0)
  }

  @Test(arguments: [
    (0.0, "0"), (-1, "-1"), (0.1, "0.1"), (1e-9, "1e-09"), (9_007_199_254_740_992, "9007199254740992"),
    (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
  ])
  func numbers(value: Double, text: String) { #expect(PrometheusText.number(value) == text) }

  @Test(arguments: [
    ("a", "a"), ("9a", "_9a"), ("a.b-c d", "a_b_c_d"), ("é", "_"), ("", "_"), ("le", "label_le"),
    ("__name__", "label___name__"),
  ])
  func labelNames(name: String, valid: String) { #expect(MetricName.label(name) == valid) }

  @Test func suffixesAreNotDoubled() {
    #expect(MetricName.metric("a.total", suffix: "_total") == "a_total")
    #expect(MetricName.metric("a", suffix: "_seconds") == "a_seconds")
  }

  @Test func countersOnlyGrow() {
    let registry = PrometheusRegistry()
    let counter = registry.makeFloatingPointCounter(label: "a", dimensions: [])
    for amount in [1, -5, .nan, .infinity, 0.5] { counter.increment(by: amount) }
    #expect(registry.text.contains("\na_total 1.5\n"))
    counter.reset()
    #expect(registry.text.contains("\na_total 0\n"))
    let recorder = Recorder(label: "r", factory: registry)
    for value in [Double.nan, .infinity, 2] { recorder.record(value) }
    #expect(registry.text.contains("\nr_sum 2\nr_count 1\n"))
  }

  /// Everything that several threads add is there in the end, and a histogram read meanwhile is one in itself.
  @Test func nothingIsLostBetweenThreads() async throws {
    let registry = PrometheusRegistry()
    let (threads, rounds) = (8, 5000)
    await withTaskGroup { group in
      for thread in 0..<threads {
        group.addTask {
          for round in 0..<rounds {
            Counter(label: "c", dimensions: [("t", "\(round % 3)")], factory: registry).increment(by: 2)
            Meter(label: "m", factory: registry).increment(by: 1)
            registry.makeTimer(label: "h", dimensions: []).recordNanoseconds(Int64(thread) * 1_000_000_000)
            if round % 500 == 0 {
              let text = registry.text
              let buckets = text.matches(of: /h_seconds_bucket{le="[^"]+"} (\d+)\n/).compactMap { Int($0.1) }
              #expect(buckets == buckets.sorted() && text.contains("h_seconds_count \(buckets.last ?? 0)\n"))
            }
          }
        }
      }
    }
    let text = registry.text
    let counts = text.matches(of: /c_total{t="\d"} (\d+)\n/).compactMap { Int($0.1) }
    #expect(counts.count == 3 && counts.reduce(0, +) == 2 * threads * rounds)
    #expect(text.contains("\nm \(threads * rounds)\n"))
    #expect(text.contains("\nh_seconds_count \(threads * rounds)\n"))
    #expect(text.contains("\nh_seconds_sum \((0..<threads).reduce(0, +) * rounds)\n"))
  }

  @Test func labelsAreBounded() {
    let registry = PrometheusRegistry()
    let count = 3 * PrometheusRegistry.seriesLimit
    for client in 0..<count {
      for _ in 0..<2 { Counter(label: "c", dimensions: [("client", "\(client)")], factory: registry).increment() }
    }
    let lines = registry.text.split(separator: "\n").filter { $0.hasPrefix("c_total") }
    #expect(lines.count == PrometheusRegistry.seriesLimit + 1)
    #expect(lines.contains("c_total{overflow=\"true\"} \(2 * (count - PrometheusRegistry.seriesLimit))"))
    for index in 0..<PrometheusRegistry.familyLimit + 10 { Meter(label: "m\(index)", factory: registry).set(1) }
    #expect(registry.text.contains("\nmetrics_refused_total 11\n"))
  }

  @Test func oneNameIsOneKind() {
    let registry = PrometheusRegistry()
    Meter(label: "a_total", factory: registry).set(7)
    Counter(label: "a", factory: registry).increment()
    #expect(registry.text.hasPrefix("# TYPE a_total gauge\na_total 7\n"))
    #expect(registry.text.contains("\nmetrics_refused_total 1\n"))
  }

  @Test func whatIsDestroyedIsForgotten() {
    let registry = PrometheusRegistry()
    let meters = ["x", "y"].map { Meter(label: "m", dimensions: [("l", $0)], factory: registry) }
    meters[0].destroy()
    #expect(registry.text.hasPrefix("# TYPE m gauge\nm{l=\"y\"} 0\n"))
    meters[1].destroy()
    #expect(registry.text.hasPrefix("# HELP metrics_refused_total"))
  }
}
