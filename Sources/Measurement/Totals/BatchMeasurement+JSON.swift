import Batch
import JSON

extension BatchMeasurement {
  /// Everything that was measured, as a JSON object. Shares are 0...1 and stand with their interval at 95 %.
  ///
  /// - Parameter columns: the columns whose values are told apart.
  public func json(by columns: [String] = []) -> String {
    var object = JSONText()
    object.add("files", json: "\(totals.files)")
    object.add("errors", json: "\(totals.errors)")
    object.add("unlabelled", json: "\(unlabelled)")
    object.add("accepted", json: acceptance.rate.json)
    object.add("acceptedStrictly", json: acceptance.strictRate.json)
    object.add("acceptedOverSpeakers", json: acceptanceOverSpeakers.map { Self.json($0.interval) })
    object.add("falseAccepts", json: falseAcceptRate.json)
    object.add("latency", json: Self.object([("median", latency(0.5)?.json), ("p95", latency(0.95)?.json)]))
    object.add("realTimeFactor", json: realTimeFactor.map { Self.json($0.value, $0.interval) })
    object.add("calibrationError", calibration.expectedError)
    object.add("intents", json: Self.object(intents.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }))
    object.add("slots", json: Self.object(slots.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }))
    object.add("confusions", json: JSONText.list(confusionList))
    object.add("slotConfusions", json: JSONText.list(slotConfusions(limit: .max).map(Self.json)))
    object.add("thresholds", json: JSONText.list((0...100).map { json(threshold: Double($0) / 100) }))
    object.add("by", json: Self.object(([Self.ratioColumn] + columns).map { ($0, json(column: $0)) }))
    return object.closed
  }

  private var confusionList: [String] {
    confusions.rows.flatMap { row in
      confusions.columns.filter { confusions[row, $0] > 0 }.map { column in
        var object = JSONText()
        object.add("meant", row == .nothing ? nil : row.description)
        object.add("understood", column == .nothing ? nil : column.description)
        object.add("count", json: "\(confusions[row, column])")
        return object.closed
      }
    }
  }

  private func json(threshold: Double) -> String {
    let point = thresholds.point(at: threshold)
    var object = JSONText()
    object.add("threshold", threshold)
    object.add("falseAccepts", json: falseAccepts(at: point).json)
    object.add("rejected", json: point.rejected.json)
    object.add("accepted", json: point.understood.json)
    return object.closed
  }

  private func json(column: String) -> String {
    Self.object(
      groups(of: column).map { value, acceptance in
        (value, Self.object([("accepted", acceptance.rate.json), ("acceptedStrictly", acceptance.strictRate.json)]))
      })
  }

  private static func json(_ score: IntentScore) -> String {
    object([
      ("recall", score.recall.json), ("precision", score.precision.json), ("accepted", score.acceptance.rate.json),
      ("acceptedStrictly", score.acceptance.strictRate.json),
    ])
  }

  private static func json(_ score: SlotScore) -> String {
    object([
      ("right", score.rate.json), ("wrong", "\(score.wrong)"), ("missing", "\(score.missing)"),
      ("added", "\(score.added)"),
    ])
  }

  private static func json(_ entry: (confusion: SlotConfusion, count: Int)) -> String {
    var object = JSONText()
    object.add("slot", entry.confusion.slot)
    object.add("meant", entry.confusion.meant)
    object.add("understood", entry.confusion.heard)
    object.add("count", json: "\(entry.count)")
    return object.closed
  }

  private static func object(_ members: [(String, String?)]) -> String {
    var object = JSONText()
    for (name, json) in members { object.add(name, json: json) }
    return object.closed
  }

  fileprivate static func json(_ interval: ClosedRange<Double>) -> String {
    JSONText.list([interval.lowerBound, interval.upperBound].map(Self.digits))
  }

  fileprivate static func json(_ value: Double, _ interval: ClosedRange<Double>) -> String {
    var object = JSONText()
    object.add("value", json: digits(value))
    object.add("interval", json: json(interval))
    return object.closed
  }

  /// A number with six decimal places at most: shares of many trials need more than three.
  private static func digits(_ value: Double) -> String {
    value.isFinite ? "\((value * 1e6).rounded() / 1e6)" : "null"
  }
}

extension Proportion {
  fileprivate var json: String {
    var object = JSONText()
    object.add("count", json: "\(count)")
    object.add("total", json: "\(total)")
    object.add("interval", json: BatchMeasurement.json(interval))
    return object.closed
  }
}

extension Quantile {
  fileprivate var json: String { BatchMeasurement.json(value, interval) }
}
