import Batch
import Recordings

extension BatchMeasurement {
  /// The thresholds of the table.
  private static let thresholdGrid = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]

  /// What each intent came to; nil without labels.
  var intentTable: MeasuredTable? {
    guard !intents.isEmpty else { return nil }
    var table = MeasuredTable(
      title: "Intents",
      header: ["intent", "commands", "intent right, %", "accepted, %", "strictly, %", "taken for it, rightly, %"])
    table.rows = intents.sorted { $0.key < $1.key }.map { name, score in
      [
        name, "\(score.acceptance.labelled)", score.recall.percents, score.acceptance.rate.percents,
        score.acceptance.strictRate.percents, score.precision.percents,
      ]
    }
    return table
  }

  /// What each slot came to; nil without slots.
  var slotTable: MeasuredTable? {
    guard !slots.isEmpty else { return nil }
    var table = MeasuredTable(title: "Slots", header: ["slot", "right, %", "wrong", "missing", "added"])
    table.rows = slots.sorted { $0.key < $1.key }.map { name, score in
      [name, score.rate.percents, "\(score.wrong)", "\(score.missing)", "\(score.added)"]
    }
    return table
  }

  /// The slots that are most often confused; nil where none was.
  func slotConfusionTable(limit: Int) -> MeasuredTable? {
    let confusions = slotConfusions(limit: limit)
    guard !confusions.isEmpty else { return nil }
    return MeasuredTable(
      title: "Slots most often confused", header: ["slot", "meant", "understood", "times"],
      rows: confusions.map { [$0.confusion.slot, $0.confusion.meant, $0.confusion.heard, "\($0.count)"] })
  }

  /// What thresholds let through.
  var thresholdTable: MeasuredTable {
    MeasuredTable(
      title: "Thresholds",
      header: ["threshold", "no command, accepted, %", "commands rejected, %", "commands accepted rightly, %"],
      rows: Self.thresholdGrid.map { threshold in
        let point = thresholds.point(at: threshold)
        return [
          DecimalText.fixed(threshold, digits: 2), falseAccepts(at: point).percents, point.rejected.percents,
          point.understood.percents,
        ]
      })
  }

  /// The share of what is no command that a threshold lets through.
  func falseAccepts(at point: RejectionCurve.Point) -> Proportion {
    Proportion(count: point.falseAccepts.count, total: thresholds.otherFiles)
  }

  /// The acceptance by the values of a column; nil where nobody has one.
  func groupTable(_ column: String) -> MeasuredTable? {
    let groups = groups(of: column)
    guard !groups.isEmpty else { return nil }
    return MeasuredTable(
      title: "By \(column)", header: [column, "commands", "accepted, %", "strictly, %"],
      rows: groups.map {
        [$0.value, "\($0.acceptance.labelled)", $0.acceptance.rate.percents, $0.acceptance.strictRate.percents]
      })
  }

  /// Percent accepted at each ratio of speech to noise, and in the mean of all ratios, beside what others reached; nil
  /// where there is but one ratio and nothing to compare.
  func ratioTable(beside published: PublishedResults?) -> MeasuredTable? {
    let groups = groups(of: Self.ratioColumn)
    let names = groups.map(\.value)
    let others = (published?.systems ?? []).filter { $0.knows(names) }
    guard groups.count > 1 || !others.isEmpty else { return nil }
    let (rates, strict) = (groups.map(\.acceptance.rate), groups.map(\.acceptance.strictRate))
    return MeasuredTable(
      title: "Noise", header: ["% accepted"] + names + ["mean in noise"],
      rows: [
        Self.row("Attune", names, rates), ["95 % interval"] + rates.map { Self.percents($0.interval) } + [""],
        Self.row("strictly", names, strict),
      ] + others.map { other in [other.name] + names.map(other.percent) + [other.mean(of: names)] })
  }

  private static func row(_ title: String, _ names: [String], _ rates: [Proportion]) -> [String] {
    let noisy = zip(names, rates).filter { $0.0 != NoiseMixer.name(of: nil) }.map(\.1.value)
    let mean = noisy.isEmpty ? "" : DecimalText.fixed(100 * noisy.reduce(0, +) / Double(noisy.count), digits: 1)
    return [title] + rates.map { DecimalText.fixed(100 * $0.value, digits: 1) } + [mean]
  }

  static func percents(_ interval: ClosedRange<Double>) -> String {
    [interval.lowerBound, interval.upperBound].map { DecimalText.fixed($0 * 100, digits: 1) }.joined(separator: "-")
  }
}
