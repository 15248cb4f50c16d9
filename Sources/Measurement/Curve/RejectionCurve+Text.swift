import Batch
import JSON

extension RejectionCurve {
  /// What was measured, in a few words: `1.57 h that is no command, 318 commands`.
  public var summary: String {
    "\(DecimalText.fixed(hours, digits: 2)) h that is no command"
      + (commandCount > 0 ? ", \(commandCount) commands" : "")
  }

  /// The curve at some thresholds, and in words what comes of one, without a newline at the end.
  ///
  /// - Parameter limit: how many false accepts are listed at most.
  public func text(threshold: Double, limit: Int = 10) -> String {
    var lines = [["threshold", "false accepts an hour", "rejected commands", "understood as labelled"]]
    let grid = [0, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]
    lines += Set(grid + [threshold]).sorted().map { row(point(at: $0)) }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let table = lines.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    return (table + [""] + words(point(at: threshold)) + list(falseAccepts(at: threshold), limit: limit))
      .joined(separator: "\n")
  }

  private func row(_ point: Point) -> [String] {
    let rate = point.falseAccepts
    let interval = rate.interval
    let upper = interval.upperBound.isFinite ? DecimalText.fixed(interval.upperBound, digits: 2) : "∞"
    let rateText =
      "\(DecimalText.fixed(rate.value, digits: 2)) (\(DecimalText.fixed(interval.lowerBound, digits: 2))-\(upper))"
    return [
      JSONText.rounded(point.threshold), otherFiles == 0 ? "-" : rateText, Self.percents(point.rejected),
      Self.percents(point.understood),
    ]
  }

  private static func percents(_ share: Proportion) -> String {
    guard share.total > 0 else { return "-" }
    let numbers = [share.value, share.interval.lowerBound, share.interval.upperBound].map {
      DecimalText.fixed($0 * 100, digits: 1)
    }
    return "\(numbers[0]) % (\(numbers[1])-\(numbers[2]))"
  }

  private func words(_ point: Point) -> [String] {
    var lines = ["At the threshold \(JSONText.rounded(point.threshold)):"]
    if otherFiles > 0 { lines.append("  false accepts: \(point.falseAccepts), of \(otherFiles) files") }
    if groups.count > 1 {
      for (index, group) in groups.enumerated() {
        lines.append("    \(group.name): \(falseAccepts(of: index, at: point.threshold)), of \(group.files) files")
      }
    }
    if commandCount > 0 { lines.append("  rejected commands: \(point.rejected)") }
    if point.understood.total > 0 { lines.append("  understood as labelled: \(point.understood)") }
    return lines
  }

  private func list(_ accepts: [FalseAccept], limit: Int) -> [String] {
    var lines = accepts.prefix(limit).map { accept in
      "  \(DecimalText.fixed(accept.confidence, digits: 2))  \(accept.file) as \(accept.intent): '\(accept.words)'"
    }
    if accepts.count > limit { lines.append("  and \(accepts.count - limit) more") }
    return lines
  }

  /// The curve at every threshold, and the false accepts of one, as a JSON object.
  public func json(threshold: Double) -> String {
    var object = JSONText()
    object.add("threshold", threshold)
    object.add("falseAccepts", json: JSONText.list(falseAccepts(at: threshold).map(Self.json)))
    object.add("hours", hours)
    object.add("files", json: "\(otherFiles)")
    object.add("commands", json: "\(commandCount)")
    object.add("errors", json: "\(errors)")
    object.add("groups", json: JSONText.list(groups.indices.map { json(group: $0, threshold: threshold) }))
    object.add("points", json: JSONText.list(points.map(Self.json)))
    return object.closed
  }

  private func json(group index: Int, threshold: Double) -> String {
    let rate = falseAccepts(of: index, at: threshold)
    var object = JSONText()
    object.add("name", groups[index].name)
    object.add("files", json: "\(groups[index].files)")
    object.add("hours", rate.hours)
    object.add("falseAccepts", json: "\(rate.count)")
    object.add("perHourFrom", rate.interval.lowerBound)
    object.add("perHourTo", rate.interval.upperBound)
    return object.closed
  }

  private static func json(_ accept: FalseAccept) -> String {
    var object = JSONText()
    object.add("file", accept.file)
    object.add("intent", accept.intent)
    object.add("words", accept.words)
    object.add("confidence", accept.confidence)
    return object.closed
  }

  private static func json(_ point: Point) -> String {
    var object = JSONText()
    // All digits: a rounded threshold might exclude the very confidence that it stands for.
    object.add("threshold", json: "\(point.threshold)")
    object.add("falseAccepts", json: "\(point.falseAccepts.count)")
    object.add("falseAcceptsPerHour", point.falseAccepts.value)
    object.add("perHourFrom", point.falseAccepts.interval.lowerBound)
    object.add("perHourTo", point.falseAccepts.interval.upperBound)
    object.add("rejected", json: "\(point.rejected.count)")
    object.add("understood", json: point.understood.total > 0 ? "\(point.understood.count)" : nil)
    return object.closed
  }
}
