import Batch
import JSON
import Recordings

extension ResultComparison {
  /// The comparison for a person, without a newline at the end.
  ///
  /// - Parameter limit: how many changes of a kind are listed at most.
  public func text(limit: Int = 50) -> String {
    var lines = ["\(files) files in both, of which \(changes.count) have another result"]
    if onlyFirst + onlySecond > 0 {
      lines.append("\(onlyFirst) files only in the first, \(onlySecond) only in the second")
    }
    if hasTruth {
      lines += ["first:  right \(firstRate)", "second: right \(secondRate)"]
      lines.append(
        "\(test.onlySecond) became right, \(test.onlyFirst) became wrong; McNemar's test, exact, two-sided: p = "
          + Self.probability(test.p) + (test.p < 0.05 ? "" : ", which may be chance"))
    }
    for effect in Effect.allCases {
      let changes = changes.filter { $0.effect == effect }
      guard !changes.isEmpty else { continue }
      lines += ["", Self.heading(effect)] + changes.prefix(limit).map(Self.line)
      if changes.count > limit { lines.append("  and \(changes.count - limit) more") }
    }
    return lines.joined(separator: "\n")
  }

  private static func heading(_ effect: Effect) -> String {
    switch effect {
    case .better: "became right"
    case .worse: "became wrong"
    case .other: "changed, and are as right or wrong as before"
    case .unknown: "changed"
    }
  }

  private static func line(_ change: Change) -> String {
    let ratio = change.first.snr.map { " at \(NoiseMixer.name(of: $0))" } ?? ""
    return "  \(change.first.file)\(ratio): \(Change.meaning(of: change.first)) → \(Change.meaning(of: change.second))"
  }

  private static func probability(_ p: Double) -> String {
    p < 0.0001 ? "below 0.0001" : DecimalText.fixed(p, digits: 4)
  }

  /// The comparison as a JSON object, with all changes.
  public var json: String {
    var object = JSONText()
    object.add("files", json: "\(files)")
    object.add("onlyFirst", json: "\(onlyFirst)")
    object.add("onlySecond", json: "\(onlySecond)")
    object.add("labelled", json: "\(firstRate.total)")
    object.add("firstRight", json: hasTruth ? "\(firstRate.count)" : nil)
    object.add("secondRight", json: hasTruth ? "\(secondRate.count)" : nil)
    object.add("becameRight", json: hasTruth ? "\(test.onlySecond)" : nil)
    object.add("becameWrong", json: hasTruth ? "\(test.onlyFirst)" : nil)
    object.add("p", json: hasTruth ? "\(test.p)" : nil)
    object.add("changes", json: JSONText.list(changes.map(Self.json)))
    return object.closed
  }

  private static func json(_ change: Change) -> String {
    var object = JSONText()
    object.add("file", change.first.file)
    object.add("snr", change.first.snr)
    object.add("effect", change.effect.rawValue)
    for (name, record) in [("first", change.first), ("second", change.second)] {
      var result = JSONText()
      result.add("intent", record.intent)
      result.add("slots", json: record.slotsJSON)
      result.add("error", record.error)
      object.add(name, json: result.closed)
    }
    return object.closed
  }
}
