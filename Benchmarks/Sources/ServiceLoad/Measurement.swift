/// What was measured with a number of streams.
struct Measurement {
  /// How many streams were played.
  let streams: Int
  /// How much later than without load each answer came, in milliseconds, from the least on.
  private let delays: [Double]
  /// The answers that should have come and did not. Those of dead streams are not among them.
  let missing: Int
  /// The streams that died.
  let dead: Int
  /// How many of the portions the client sent late, 0...1.
  let late: Double
  private let record: LoadRecord

  init(_ record: LoadRecord, _ calibration: Calibration) {
    var delays: [Double] = []
    var missing = 0
    for log in record.logs {
      for play in record.plays(of: log) {
        guard let due = calibration.due(play, log), record.span.contains(due) else { continue }
        if let delay = log.delay(of: play) {
          delays.append((log.begin(of: play) + delay - due) / .milliseconds(1))
        } else if log.failure == nil {
          missing += 1
        }
      }
    }
    let portions = record.logs.map(\.portions)
    streams = record.logs.count
    self.delays = delays.sorted()
    self.missing = missing
    dead = record.logs.count { $0.failure != nil }
    late = Double(portions.reduce(0) { $0 + $1.late }) / Double(max(1, portions.reduce(0) { $0 + $1.sent }))
    self.record = record
  }

  /// The delay that `percent` of the answers do not exceed, in milliseconds; infinite where there are no answers.
  func percentile(_ percent: Int) -> Double {
    delays.isEmpty ? .infinity : delays[min(delays.count - 1, delays.count * percent / 100)]
  }

  /// The server's processor seconds for a second of a stream that lives.
  var coresPerStream: Double? { record.serverCores.map { $0 / Double(max(1, streams - dead)) } }

  /// Why the first dead stream died; nil where all live.
  var failure: String? { record.failure }

  /// The first line of a table of measurements.
  static let head =
    row([
      "streams", "answers", "p50 ms", "p95 ms", "p99 ms", "missing", "dead", "server cores", "% a stream", "MiB",
      "client cores", "sent late %",
    ])

  /// A line of the table.
  var line: String {
    Self.row([
      "\(streams)", "\(delays.count)", percentile(50).rounded(to: 0), percentile(95).rounded(to: 0),
      percentile(99).rounded(to: 0), "\(missing)", "\(dead)", record.serverCores?.rounded(to: 2) ?? "-",
      coresPerStream.map { ($0 * 100).rounded(to: 2) } ?? "-", record.memory.map { "\($0 >> 20)" } ?? "-",
      record.clientCores?.rounded(to: 2) ?? "-", (late * 100).rounded(to: 1),
    ])
  }

  private static let widths = [7, 7, 6, 6, 6, 7, 4, 12, 10, 4, 12, 11]

  private static func row(_ cells: [String]) -> String {
    zip(cells, widths).map { cell, width in String(repeating: " ", count: max(0, width - cell.count)) + cell }
      .joined(separator: "  ")
  }
}
