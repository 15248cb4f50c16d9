import Commands
import Foundation
import Recognition
import TestSupport
import Testing

@testable import Batch
@testable import Measurement
@testable import Recordings

@Suite struct BatchMeasurementTests {
  private typealias Slots = [String: SlotValue]

  /// A record that understood a command with a confidence, or rejected it.
  private static func record(
    _ intent: String?, _ slots: Slots = [:], confidence: Double = 0.9, isBelieved: Bool = true
  ) -> FileRecord {
    var record = FileRecord(file: "x.wav")
    record.candidate = intent.map { intent in
      .init(
        intent: intent, slots: slots.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }, words: "")
    }
    record.confidence = confidence
    if isBelieved { record = record.asIfBelieved }
    (record.seconds, record.computing) = (2, 0.1)
    return record
  }

  private static func item(_ intent: String?, _ slots: Slots = [:], speaker: String? = nil) -> RecordingItem {
    var item = RecordingItem("x.wav")
    item.truth = intent.map { .command(.init(intent: $0, slots: slots)) } ?? .noCommand
    item.groups = speaker.map { ["speaker": $0] } ?? [:]
    return item
  }

  /// Six commands and three recordings that are none, counted by hand.
  private static let measurement: BatchMeasurement = {
    var measurement = BatchMeasurement()
    let size: Slots = ["size": .text("large")]
    measurement.add(record("order", size), of: item("order", size, speaker: "anna"))
    measurement.add(
      record("order", ["size": .text("large"), "milk": .text("oat")]), of: item("order", size, speaker: "anna"))
    measurement.add(
      record("order", ["size": .text("small")], confidence: 0.5), of: item("order", size, speaker: "bert"))
    measurement.add(record("order"), of: item("order", size, speaker: "bert"))
    measurement.add(record("cancel", confidence: 0.3), of: item("order", size, speaker: "bert"))
    measurement.add(record("cancel", confidence: 0.1, isBelieved: false), of: item("cancel", speaker: "anna"))
    measurement.add(record("cancel", confidence: 0.2), of: item(nil))
    measurement.add(record(nil, confidence: 0), of: item(nil))
    measurement.add(record("order", confidence: 0.05, isBelieved: false), of: item(nil))
    measurement.add(
      FileRecord(file: "y", error: RecordingError.noSoundFiles(paths: [])), of: item("cancel", speaker: "anna"))
    measurement.add(record("order"), of: RecordingItem("z"))
    return measurement
  }()

  @Test func commandsAreCounted() {
    let all = Self.measurement
    #expect(all.acceptance.rate == Proportion(count: 2, total: 7))
    #expect(all.acceptance.strictRate == Proportion(count: 1, total: 7))
    #expect(all.falseAcceptRate == Proportion(count: 1, total: 3) && all.unlabelled == 1)
    #expect(all.groups(of: "speaker").map(\.value) == ["anna", "bert"])
    #expect(all.groups(of: "speaker").map(\.acceptance.rate) == [.init(count: 2, total: 4), .init(count: 0, total: 3)])
    #expect(all.acceptanceOverSpeakers?.clusters == 2)
  }

  @Test func intentsAndSlotsAreCounted() {
    let all = Self.measurement
    #expect(all.intents["order"]?.recall == Proportion(count: 4, total: 5))
    #expect(all.intents["order"]?.precision == Proportion(count: 4, total: 4))
    #expect(all.intents["cancel"]?.recall == Proportion(count: 0, total: 2))
    #expect(all.intents["cancel"]?.precision == Proportion(count: 0, total: 2))
    var size = SlotScore()
    (size.right, size.wrong, size.missing) = (2, 1, 1)
    #expect(all.slots["size"] == size && all.slots["milk"]?.added == 1)
    #expect(all.slotConfusions[.init(slot: "size", meant: "large", heard: "small")] == 1)
    #expect(all.slotConfusions[.init(slot: "size", meant: "large", heard: "-")] == 1)
    #expect(all.slotConfusions[.init(slot: "milk", meant: "-", heard: "oat")] == 1)
  }

  @Test func confusionsAreCounted() {
    let matrix = Self.measurement.confusions
    #expect(matrix.rows == [.intent("cancel"), .intent("order"), .nothing])
    #expect(matrix.columns == [.intent("cancel"), .intent("order"), .nothing, .error])
    #expect(matrix[.intent("order"), .intent("cancel")] == 1 && matrix[.nothing, .intent("cancel")] == 1)
    #expect(matrix[.intent("cancel"), .nothing] == 1 && matrix[.intent("cancel"), .error] == 1)
    #expect(matrix.rows.flatMap { row in matrix.columns.map { matrix[row, $0] } }.reduce(0, +) == 10)
  }

  /// What was rejected counts at a lower threshold.
  @Test func thresholdsSeeWhatWasNotBelieved() {
    let all = Self.measurement
    let lowest = all.thresholds.point(at: 0)
    #expect(all.falseAccepts(at: lowest) == Proportion(count: 2, total: 3))
    #expect(lowest.understood == Proportion(count: 3, total: 6) && lowest.rejected.count == 0)
    let middle = all.thresholds.point(at: 0.4)
    #expect(all.falseAccepts(at: middle).count == 0 && middle.rejected == Proportion(count: 2, total: 6))
  }

  @Test func calibrationIsTheDistanceOfConfidenceAndAccuracy() {
    var calibration = Calibration()
    for index in 0..<10 { calibration.add(confidence: 0.85, isRight: index < 7) }
    for index in 0..<10 { calibration.add(confidence: 0.25, isRight: index < 2) }
    calibration.add(confidence: 1, isRight: true)
    #expect(calibration.bins.map(\.accuracy.total) == [10, 10, 1])
    #expect(abs(calibration.expectedError - (10 * 0.15 + 10 * 0.05 + 0) / 21) < 1e-12)
  }

  @Test func costsHaveIntervals() throws {
    let median = try #require(Self.measurement.latency(0.5))
    #expect(median.value == 0.1 && median.interval == 0.1...0.1)
    #expect(abs((Self.measurement.realTimeFactor?.value ?? 0) - 0.05) < 1e-12)
    let quantile = try #require(Quantile(0.5, of: (1...100).map(Double.init)))
    // The 41st and the 60th of 100, as tables of the binomial distribution have it.
    #expect(quantile.value == 50 && quantile.interval == 41...60)
    #expect(Quantile(0.5, of: []) == nil && MeanRatio([]) == nil && ClusterBootstrap([]) == nil)
  }

  /// Intervals at 95 % hold the truth about 95 times of 100.
  @Test func intervalsHoldTheTruth() {
    var generator = TestSupport.SplitMix64(seed: 5)
    var held = (ratio: 0, clusters: 0, quantile: 0)
    for _ in 0..<200 {
      let pairs = (0..<200).map { _ in
        let sound = Double.random(in: 1...5, using: &generator)
        return (sound * Double.random(in: 0.01...0.03, using: &generator), sound)
      }
      if MeanRatio(pairs)?.interval.contains(0.02) == true { held.ratio += 1 }
      let clusters = (0..<40).map { _ in
        let share = Double.random(in: 0.7...1, using: &generator)
        return Proportion(count: (0..<10).count { _ in Double.random(in: 0..<1, using: &generator) < share }, total: 10)
      }
      if ClusterBootstrap(clusters)?.interval.contains(0.85) == true { held.clusters += 1 }
      let values = (0..<101).map { _ in Double.random(in: 0..<1, using: &generator) }.sorted()
      if Quantile(0.9, of: values)?.interval.contains(0.9) == true { held.quantile += 1 }
    }
    for count in [held.ratio, held.clusters, held.quantile] { #expect((178...199).contains(count), "\(held)") }
  }

  @Test func theReportSaysWhatWasMeasured() throws {
    let text = Self.measurement.text(by: ["speaker"])
    #expect(text.hasPrefix("accepted: 28.6 % (2/7, 95 % interval 8.2-64.1)\n"))
    let lines = [
      "no command, but taken for one: 33.3 % (1/3", "without a label: 1 files",
      "Slots most often confused:\nslot  meant  understood  times\n",
    ]
    for line in lines { #expect(text.contains(line), "\(line)") }
    let json = Self.measurement.json(by: ["speaker"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect((object["accepted"] as? [String: Any])?["count"] as? Int == 2)
    #expect((object["thresholds"] as? [Any])?.count == 101 && (object["confusions"] as? [Any])?.count == 6)
    #expect(((object["by"] as? [String: Any])?["speaker"] as? [String: Any])?.keys.sorted() == ["anna", "bert"])
  }

  @Test func othersStandBeside() throws {
    let table = try TemporaryFile("system,6 dB,clean\nOther & Co,96,99\n")
    var measurement = BatchMeasurement()
    for snr in [nil, 6.0] {
      var record = Self.record("go")
      record.snr = snr
      measurement.add(record, of: Self.item("go"))
    }
    let text = measurement.text(beside: try PublishedResults(contentsOf: table.path))
    #expect(text.contains("| % accepted | clean | 6 dB | mean in noise |\n"))
    #expect(text.contains("| Attune | 100.0 | 100.0 | 100.0 |\n") && text.contains("| Other & Co | 99 | 96 | 96.0 |"))
  }

  @Test(arguments: ["", "system\nx\n", "system,6 dB\nx\n", "system,6 dB\nx,101\n", "system,6 dB\nx,many\n"])
  func whatIsNoTableIsAnError(text: String) throws {
    let table = try TemporaryFile(text)
    #expect(throws: MeasurementError.self) { try PublishedResults(contentsOf: table.path) }
  }
}
