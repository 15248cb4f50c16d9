import Commands
import Foundation
import Pictures
import Testing

@testable import Batch
@testable import Measurement
@testable import Recognition
@testable import Recordings

@Suite struct RejectionCurveTests {
  static func record(_ file: String, _ intent: String?, _ confidence: Double?, seconds: Double = 36) -> FileRecord {
    var record = FileRecord(file: file, error: RecordingError.noSoundFiles(paths: []))
    if confidence == nil { return record }
    (record.error, record.intent, record.confidence, record.seconds) = (nil, intent, confidence, seconds)
    record.words = intent.map { "\($0) it" }
    return record
  }

  /// A tenth of an hour that is no command, and six commands, of which two are labelled.
  static let curve: RejectionCurve = {
    var curve = RejectionCurve()
    let others: [(String?, Double?)] = [
      ("go", 0.2), ("stop", 0.7), (nil, 0), ("go", 0.2), ("go", 0.9), (nil, nil), ("go", 0), (nil, 0), (nil, 0),
      (nil, 0),
      (nil, 0),
    ]
    for (index, other) in others.enumerated() { curve.add(other: record("o\(index)", other.0, other.1)) }
    let label = Labels.Label(intent: "go", slots: [:])
    for (intent, confidence, label) in [
      ("go", 0.95, label), ("stop", 0.95, label), ("go", 0.5, nil), ("go", 1, nil), (nil, 0, nil), ("go", nil, nil),
    ] as [(String?, Double?, Labels.Label?)] {
      curve.add(command: record("c", intent, confidence), label: label)
    }
    return curve
  }()

  @Test(arguments: [
    (0, 5, 1, 1), (0.1, 4, 1, 1), (0.2, 4, 1, 1), (0.21, 2, 1, 1), (0.5, 2, 1, 1), (0.51, 2, 2, 1), (0.9, 1, 2, 1),
    (0.96, 0, 4, 0), (1, 0, 4, 0),
  ])
  func everyThresholdIsCounted(threshold: Double, falseAccepts: Int, rejected: Int, understood: Int) {
    let point = Self.curve.point(at: threshold)
    #expect(point.falseAccepts == HourlyRate(count: falseAccepts, hours: 0.1))
    #expect(point.rejected == Proportion(count: rejected, total: 5))
    #expect(point.understood == Proportion(count: understood, total: 2))
    #expect(Self.curve.falseAccepts(at: threshold).count == falseAccepts)
  }

  @Test func errorsCountNowhereElse() {
    #expect(Self.curve.errors == 2 && Self.curve.otherFiles == 10 && Self.curve.commandCount == 5)
  }

  /// Whatever the confidences: a higher threshold never accepts more and never rejects less, and the points are all
  /// that can happen.
  @Test(arguments: 0..<20 as Range<UInt64>) func thePointsAreAllThatCanHappen(seed: UInt64) {
    var (random, curve) = (SplitMix64(seed: seed), RejectionCurve())
    for index in 0..<40 {
      let confidence = (Double.random(in: 0...1, using: &random) * 20).rounded() / 20
      let record = Self.record("f", Bool.random(using: &random) ? "go" : nil, confidence)
      if index % 2 == 0 { curve.add(other: record) } else { curve.add(command: record, label: nil) }
    }
    let points = curve.points
    for (low, high) in zip(points, points.dropFirst()) {
      #expect(low.threshold < high.threshold)
      #expect(low.falseAccepts.count >= high.falseAccepts.count && low.rejected.count <= high.rejected.count)
      let between = curve.point(at: (low.threshold + high.threshold) / 2)
      #expect(between.falseAccepts == high.falseAccepts && between.rejected == high.rejected)
    }
  }

  @Test func theTextSaysTheThresholdInWordsAndNamesFalseAccepts() {
    let text = Self.curve.text(threshold: 0.5, limit: 1)
    #expect(text.contains("At the threshold 0.5:"))
    #expect(text.contains("false accepts: 20.00 an hour (2 in 0.10 h, 95 % interval 2.42-72.25), of 10 files"))
    #expect(text.contains("rejected commands: 20.0 % (1/5"))
    #expect(text.contains("understood as labelled: 50.0 % (1/2"))
    #expect(text.contains("0.90  o4 as go: 'go it'\n  and 1 more"))
    #expect(!RejectionCurve().text(threshold: 0.5).contains("false accepts:"))
  }

  @Test func groupsAreCountedEachAlone() {
    var curve = RejectionCurve()
    for (index, confidence) in [0.9, 0.1, 0.6, 0.7].enumerated() {
      curve.add(other: Self.record("f", "go", confidence), in: index < 2 ? "/x/speech/test" : "noise")
    }
    #expect(curve.groups.map(\.name) == ["/x/speech/test", "noise"] && curve.groups.map(\.files) == [2, 2])
    #expect((0..<2).map { curve.falseAccepts(of: $0, at: 0.5).count } == [1, 2])
    #expect(curve.falseAccepts(of: 1, at: 0.65) == HourlyRate(count: 1, hours: 0.02))
    let text = curve.text(threshold: 0.5)
    #expect(
      text.contains("    /x/speech/test: 50.00 an hour (1 in 0.02 h")
        && text.contains("    noise: 100.00 an hour (2 in"))
    let names = curve.chart(title: "", threshold: 0.5).series.map(\.name)
    #expect(names == ["all", "upper end of the 95 % interval", "speech/test", "noise"])
  }

  @Test func theJSONHasEveryPoint() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.curve.json(threshold: 0.7).utf8)) as? [String: Any]
    let points = try #require(object?["points"] as? [[String: Any]])
    #expect(points.compactMap { $0["threshold"] as? Double } == [0, 0.2, 0.5, 0.7, 0.9, 0.95, 1])
    #expect(points.compactMap { $0["rejected"] as? Int } == [1, 1, 1, 2, 2, 2, 4])
    #expect((object?["falseAccepts"] as? [[String: Any]])?.compactMap { $0["file"] as? String } == ["o4", "o1"])
  }

  @Test func theChartPointsOutTheThreshold() throws {
    let chart = Self.curve.chart(title: "t", threshold: 0.5)
    #expect(chart.series[0].marks.map(\.text) == ["threshold 0.5: 20.00 an hour, 20.0 % rejected"])
    #expect(chart.series[0].marks[0].value == .init(x: 20, y: 20))
    #expect(chart.series[0].values.first == .init(x: 20, y: 50) && chart.series[0].values.last == .init(x: 80, y: 0))
    var alone = RejectionCurve()
    alone.add(other: Self.record("o", "go", 0.4))
    #expect(alone.chart(title: "", threshold: 0.5).x.name == "threshold")
    // Steps: no line is slanted.
    for (a, b) in zip(chart.series[0].values, chart.series[0].values.dropFirst()) { #expect(a.x == b.x || a.y == b.y) }
  }

  @Test(arguments: [
    // Garwood (1936), and R's poisson.test.
    (0, 0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (10, 4.7954, 18.3904), (100, 81.3640, 121.6268),
    (2000, 1913.2987, 2089.6174),
  ])
  func exactIntervals(count: Int, lower: Double, upper: Double) {
    let interval = HourlyRate(count: count, hours: 2).interval
    #expect(abs(interval.lowerBound * 2 / max(lower, 1) - lower / max(lower, 1)) < 1e-4)
    #expect(abs(interval.upperBound * 2 / upper - 1) < 1e-4)
  }

  @Test func withoutTimeNothingIsKnown() {
    #expect(HourlyRate(count: 0, hours: 0).interval == 0 ... .infinity)
    #expect(HourlyRate(count: 1, hours: 0.5).description == "2.00 an hour (1 in 0.50 h, 95 % interval 0.05-11.14)")
  }
}
