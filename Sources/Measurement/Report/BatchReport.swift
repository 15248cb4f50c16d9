import Batch
import FoundationEssentials
import Pictures

/// A page of what a batch came to: one file that needs no other, with figures, charts, and the failures to be heard and
/// seen.
public struct BatchReport: Sendable {
  /// The most bytes of sound and pictures on a page, before they are written as text, which takes a third more.
  static let mediaLimit = 24 << 20
  /// Small enough for its letters to be read on a phone.
  private static let chartSize = (width: 480, height: 360)
  /// The errors that are listed.
  private static let listedErrors = 50

  private let measurement: BatchMeasurement
  private let failures: FailureList
  private let clips: FailureClipMaker
  private let published: PublishedResults?

  /// What stands at the top.
  public var title = "attune score"
  /// What was scored, and how: a line each.
  public var settings: [(name: String, value: String)] = []
  /// The columns whose values are told apart.
  public var columns: [String] = []
  /// The confidence that a command needed, 0...1.
  public var threshold = 0.0

  /// - Parameter published: what others reached, to stand beside it.
  public init(
    of measurement: BatchMeasurement, failures: FailureList, clips: FailureClipMaker,
    beside published: PublishedResults? = nil
  ) {
    (self.measurement, self.failures, self.clips, self.published) = (measurement, failures, clips, published)
  }

  /// The page, in HTML. Nothing in it is fetched or run.
  public func html() -> String {
    var page = HTML()
    page.add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")
    page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    // Names of files come from anywhere: even if one got through as HTML, nothing would be run or fetched.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:"
    page.add("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">")
    page.add("title", title)
    page.add("<style>\n\(ReportStyle.css)\n</style>\n</head>\n<body>")
    page.add("h1", title)
    addSettings(to: &page)
    addCards(to: &page)
    if measurement.hasTruth { addMeasurements(to: &page) }
    addFailures(to: &page)
    page.add("</body>\n</html>")
    return page.text
  }

  private func addSettings(to page: inout HTML) {
    page.add("<dl>")
    for setting in settings {
      page.add("<dt>\(HTML.escaped(setting.name))</dt><dd><bdi>\(HTML.escaped(setting.value))</bdi></dd>")
    }
    page.add("</dl>")
  }

  private func addCards(to page: inout HTML) {
    let totals = measurement.totals
    var cards: [(value: String, name: String)] = []
    func add(_ share: Proportion, _ name: String) {
      guard share.total > 0 else { return }
      cards.append(
        (
          DecimalText.fixed(100 * share.value, digits: 1) + " %",
          "\(name): \(share.count) of \(share.total), 95 % interval \(BatchMeasurement.percents(share.interval))"
        ))
    }
    add(measurement.acceptance.rate, "accepted")
    add(measurement.acceptance.strictRate, "strictly, no further slots")
    if let speakers = measurement.acceptanceOverSpeakers {
      cards.append((BatchMeasurement.percents(speakers.interval), "95 % interval over \(speakers.clusters) speakers"))
    }
    add(measurement.falseAcceptRate, "no command, but taken for one")
    cards.append(
      (
        "\(totals.files)",
        "files: \(totals.understood) understood, \(totals.rejected) rejected, \(totals.errors) errors"
      ))
    if let median = measurement.latency(0.5), let tail = measurement.latency(0.95) {
      cards.append(
        (
          DecimalText.fixed(1000 * median.value, digits: 0) + " ms",
          "computing for a file, median; 95th percentile \(tail)"
        ))
    }
    if let factor = measurement.realTimeFactor {
      cards.append((DecimalText.fixed(factor.value, digits: 4), "real-time factor of a core: \(factor)"))
    }
    page.add("<div class=\"cards\">")
    for card in cards {
      page.add("<div><b>\(HTML.escaped(card.value))</b><span>\(HTML.escaped(card.name))</span></div>")
    }
    page.add("</div>")
  }

  private func addMeasurements(to page: inout HTML) {
    if let table = measurement.ratioTable(beside: published) {
      page.section(table.title, note: "Percent of the commands accepted, by the ratio of speech to noise.") { page in
        page.table(table.header, table.rows)
        if let chart = measurement.ratioChart(beside: published) {
          page.figure(chart.drawing(width: Self.chartSize.width, height: Self.chartSize.height))
        }
      }
    }
    page.section("Thresholds and confidence", note: thresholdNote) { page in
      page.add("<div class=\"charts\">")
      for chart in [
        measurement.detectionErrors(threshold: threshold), measurement.thresholdChart(threshold: threshold),
        measurement.calibrationChart,
      ] { add(chart, to: &page) }
      page.add("</div>")
      page.table(measurement.thresholdTable.header, measurement.thresholdTable.rows)
    }
    page.section("Confusions", note: "Rows are what was meant, columns what was understood.") { page in
      page.add(ConfusionTable.html(measurement.confusions))
    }
    let tables =
      [measurement.intentTable, measurement.slotTable, measurement.slotConfusionTable(limit: 20)]
      + columns.map(measurement.groupTable)
    for table in tables.compactMap(\.self) {
      page.section(table.title) { $0.table(table.header, table.rows) }
    }
  }

  private func add(_ chart: LineChart, to page: inout HTML) {
    page.figure(chart.drawing(width: Self.chartSize.width, height: Self.chartSize.height))
  }

  private var thresholdNote: String {
    "A command is believed from the confidence \(DecimalText.fixed(threshold, digits: 2)) on; that point is marked."
      + (measurement.others > 0
        ? ""
        : " None of the recordings is no command: instead, commands that were misunderstood are set against those that were rejected.")
  }

  private func addFailures(to page: inout HTML) {
    let errors = failures.worst.filter { $0.record.error != nil }
    let wrong = failures.worst.filter { $0.record.error == nil }
    guard measurement.hasTruth else { return }
    let note =
      failures.count == 0
      ? "There is none."
      : "\(failures.count) in all; \(wrong.count) are shown, what was misunderstood with the most confidence first."
    page.section("Failures", note: note) { page in
      var budget = Self.mediaLimit
      for failure in wrong { FailureArticle(failure, in: measurement).add(to: &page, clips: clips, budget: &budget) }
      guard !errors.isEmpty else { return }
      page.add("h3", "Could not be read")
      page.table(["file", "error"], errors.prefix(Self.listedErrors).map { [$0.record.file, $0.record.error ?? ""] })
    }
  }
}
