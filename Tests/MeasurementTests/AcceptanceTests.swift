import Commands
import Testing

@testable import Batch
@testable import Measurement
@testable import Recognition
@testable import Recordings

@Suite struct AcceptanceTests {
  @Test(
    arguments: [
      // Intent and slots as heard; accepted, strictly accepted, against order {size: "twelve ounce"}.
      ("order", ["size": "twelve ounce"], true, true),
      ("order", ["size": "twelveounce"], true, true),
      ("order", ["size": "twelve ounce", "roast": "dark"], true, false),
      ("order", ["size": "twenty ounce"], false, false),
      ("order", [:], false, false),
      ("cancel", ["size": "twelve ounce"], false, false),
      (nil, [:], false, false),
    ] as [(String?, [String: String], Bool, Bool)])
  func commandsAreCountedAsTheBenchmarkDoes(
    intent: String?, slots: [String: String], isAccepted: Bool, isStrict: Bool
  ) throws {
    var record = FileRecord(file: "folder/a.wav", error: RecordingError.labels(path: "", reason: ""))
    record.intent = intent
    record.slots = slots.map { .init(name: $0.key, value: .text($0.value)) }
    let labels = Labels(["a.wav": .init(intent: "order", slots: ["size": .text("twelve ounce")])])
    var acceptance = Acceptance()
    acceptance.add(record, label: try #require(labels[record.file]))
    #expect(acceptance.rate == Proportion(count: isAccepted ? 1 : 0, total: 1))
    #expect(acceptance.strictRate == Proportion(count: isStrict ? 1 : 0, total: 1))
  }

  @Test(arguments: [
    // Agresti and Coull (1998) and R's prop.test(correct = FALSE).
    (8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (306, 318, 0.9352, 0.9783),
  ])
  func wilsonIntervals(count: Int, total: Int, lower: Double, upper: Double) {
    let interval = Proportion(count: count, total: total).interval
    #expect(abs(interval.lowerBound - lower) < 1e-4)
    #expect(abs(interval.upperBound - upper) < 1e-4)
  }

  @Test func withoutTrialsNothingIsKnown() {
    #expect(Proportion(count: 0, total: 0).interval == 0...1)
    #expect(Proportion(count: 306, total: 318).description == "96.2 % (306/318, 95 % interval 93.5-97.8)")
  }
}
