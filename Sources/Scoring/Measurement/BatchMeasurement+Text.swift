extension BatchMeasurement {
  /// The thresholds of the table.
  private static let thresholdGrid = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]

  /// Everything that was measured, for a person, without a newline at the end.
  ///
  /// - Parameters:
  ///   - columns: the columns whose values are told apart.
  ///   - published: what others reached, to stand beside it.
  public func text(by columns: [String] = [], beside published: PublishedResults? = nil) -> String {
    let parts =
      [summary] + (hasTruth ? [intentTable, slotTable, slotConfusionTable, thresholdTable, ratioTable(published)] : [])
      + columns.map(groupTable)
    return parts.compactMap(\.self).joined(separator: "\n\n")
  }

  /// What was accepted, and what it cost.
  private var summary: String {
    var lines: [String] = []
    if acceptance.labelled > 0 {
      lines.append("accepted: \(acceptance.rate)")
      lines.append("strictly (no further slots): \(acceptance.strictRate)")
      if let speakers = acceptanceOverSpeakers {
        lines.append("accepted, over \(speakers.clusters) speakers: 95 % interval \(Self.percents(speakers.interval))")
      }
    }
    if others > 0 { lines.append("no command, but taken for one: \(falseAcceptRate)") }
    if hasTruth, unlabelled > 0 { lines.append("without a label: \(unlabelled) files") }
    if let median = latency(0.5), let tail = latency(0.95) {
      lines.append(
        "computing for a file: median \(Self.seconds(median)), 95th percentile \(Self.seconds(tail)); "
          + (realTimeFactor.map { "real-time factor of a core \(Self.text($0))" } ?? "no sound"))
    }
    if hasTruth {
      lines.append("calibration error: \(RecordTable.fixed(100 * calibration.expectedError, digits: 1)) %")
    }
    return lines.joined(separator: "\n")
  }

  private var intentTable: String? {
    guard !intents.isEmpty else { return nil }
    var table = TextTable([
      "intent", "commands", "intent right, %", "accepted, %", "strictly, %", "taken for it, rightly, %",
    ])
    for (name, score) in intents.sorted(by: { $0.key < $1.key }) {
      table.add([
        name, "\(score.acceptance.labelled)", score.recall.percents, score.acceptance.rate.percents,
        score.acceptance.strictRate.percents, score.precision.percents,
      ])
    }
    return table.text
  }

  private var slotTable: String? {
    guard !slots.isEmpty else { return nil }
    var table = TextTable(["slot", "right, %", "wrong", "missing", "added"])
    for (name, score) in slots.sorted(by: { $0.key < $1.key }) {
      table.add([name, score.rate.percents, "\(score.wrong)", "\(score.missing)", "\(score.added)"])
    }
    return table.text
  }

  private var slotConfusionTable: String? {
    let confusions = slotConfusions(limit: 10)
    guard !confusions.isEmpty else { return nil }
    return "slots most often confused\n"
      + confusions.map { "  \($0.count) × \($0.confusion.slot): \($0.confusion.meant) as \($0.confusion.heard)" }
      .joined(separator: "\n")
  }

  private var thresholdTable: String {
    var table = TextTable([
      "threshold", "no command, accepted, %", "commands rejected, %", "commands accepted rightly, %",
    ])
    for threshold in Self.thresholdGrid {
      let point = thresholds.point(at: threshold)
      table.add([
        RecordTable.fixed(threshold, digits: 2), falseAccepts(at: point).percents, point.rejected.percents,
        point.understood.percents,
      ])
    }
    return table.text
  }

  /// The share of what is no command that a threshold lets through.
  func falseAccepts(at point: RejectionCurve.Point) -> Proportion {
    Proportion(count: point.falseAccepts.count, total: thresholds.otherFiles)
  }

  /// In Markdown: percent accepted at each ratio of speech to noise, and in the mean of all ratios.
  private func ratioTable(_ published: PublishedResults?) -> String? {
    let groups = groups(of: Self.ratioColumn)
    guard groups.count > 1 || (published != nil && !groups.isEmpty) else { return nil }
    let names = groups.map(\.value)
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    func percents(_ name: String, _ rates: [Proportion]) -> String {
      let noisy = zip(names, rates).filter { $0.0 != NoiseMixer.name(of: nil) }.map(\.1.value)
      let mean = noisy.isEmpty ? "" : RecordTable.fixed(100 * noisy.reduce(0, +) / Double(noisy.count), digits: 1)
      return row([name] + rates.map { RecordTable.fixed(100 * $0.value, digits: 1) } + [mean])
    }
    let rates = groups.map(\.acceptance.rate)
    let intervals = rates.map(\.interval).map(Self.percents)
    return
      ([
        row(["% accepted"] + names + ["mean in noise"]), row((0..<names.count + 2).map { _ in "---" }),
        percents("Attune", rates), row(["95 % interval"] + intervals + [""]),
        percents("strictly", groups.map(\.acceptance.strictRate)),
      ]
      + (published?.systems ?? []).filter { $0.knows(names) }.map {
        row([$0.name] + names.map($0.percent) + [$0.mean(of: names)])
      })
      .joined(separator: "\n")
  }

  private func groupTable(_ column: String) -> String? {
    var table = TextTable([column, "commands", "accepted, %", "strictly, %"])
    for (value, acceptance) in groups(of: column) {
      table.add([value, "\(acceptance.labelled)", acceptance.rate.percents, acceptance.strictRate.percents])
    }
    return table.text
  }

  private static func percents(_ interval: ClosedRange<Double>) -> String {
    [interval.lowerBound, interval.upperBound].map { RecordTable.fixed($0 * 100, digits: 1) }.joined(separator: "-")
  }

  private static func seconds(_ quantile: Quantile) -> String {
    let numbers = [quantile.value, quantile.interval.lowerBound, quantile.interval.upperBound].map {
      RecordTable.fixed($0, digits: 3)
    }
    return "\(numbers[0]) s (\(numbers[1])-\(numbers[2]))"
  }

  private static func text(_ ratio: MeanRatio) -> String {
    let upper = ratio.interval.upperBound.isFinite ? RecordTable.fixed(ratio.interval.upperBound, digits: 4) : "∞"
    return
      "\(RecordTable.fixed(ratio.value, digits: 4)) (\(RecordTable.fixed(ratio.interval.lowerBound, digits: 4))-\(upper))"
  }
}
