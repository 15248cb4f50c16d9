/// What was measured with a number of streams.
struct Measurement: Sendable {
  /// Milliseconds.
  private var latencies: [Double] = []
  /// Commands without an answer.
  var missed = 0
  /// The cores that the server kept busy.
  var cores: Double?
  /// The server's memory in bytes.
  var memory: Int?

  mutating func add(_ latency: Duration) { latencies.append(latency / .milliseconds(1)) }

  mutating func add(_ other: Measurement) {
    latencies += other.latencies
    missed += other.missed
  }

  /// The value that `percent` of the latencies do not exceed; infinite where there are none.
  func percentile(_ percent: Int) -> Double {
    guard !latencies.isEmpty else { return .infinity }
    return latencies.sorted()[min(latencies.count - 1, latencies.count * percent / 100)]
  }

  func line(streams: Int) -> String {
    let percentiles = [50, 95, 99].map { Self.padded(percentile($0).rounded(.up).formattedInteger, 6) }
    return Self.padded("\(streams)", 7) + "  " + Self.padded("\(latencies.count)", 8) + "  "
      + percentiles.joined(separator: "  ") + "  " + Self.padded("\(missed)", 6) + "  "
      + Self.padded(cores.map { "\(($0 * 100).rounded() / 100)" } ?? "-", 5) + "  "
      + Self.padded(memory.map { "\($0 >> 20)" } ?? "-", 3)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension Double {
  /// Without a fraction; infinite as a dash.
  fileprivate var formattedInteger: String { isFinite ? "\(Int(self))" : "-" }
}
