import Commands
import Foundation
import TestSupport
import Testing

@testable import Batch
@testable import Measurement
@testable import Recordings

@Suite struct ResultComparisonTests {
  private static func record(_ file: String, _ intent: String?, _ slots: [String: String] = [:]) -> FileRecord {
    var record = FileRecord(file: file)
    record.intent = intent
    record.slots = slots.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .text($0.value)) }
    return record
  }

  private static let first = [
    record("a", "go", ["to": "x"]), record("b", "go"), record("c", nil), record("d", "stop"), record("e", "go"),
    record("b", "stop"),
  ]
  private static let second = [
    record("a", "go", ["to": "x", "by": "y"]), record("b", "stop"), record("c", "go"), record("d", "stop"),
    record("f", "go"), record("b", "stop"),
  ]
  private static func truth(_ file: String) -> Truth? {
    file == "d"
      ? nil : file == "c" ? .noCommand : .command(.init(intent: "go", slots: file == "a" ? ["to": .text("x")] : [:]))
  }

  @Test func changesAreToldApart() {
    let comparison = ResultComparison(Self.first, Self.second, truth: Self.truth)
    #expect(comparison.files == 5 && comparison.onlyFirst == 1 && comparison.onlySecond == 1)
    #expect(comparison.changes.map(\.first.file) == ["a", "b", "c"])
    #expect(comparison.changes.map(\.effect) == [.other, .worse, .worse])
    #expect(comparison.firstRate == Proportion(count: 3, total: 4))
    #expect(comparison.secondRate == Proportion(count: 1, total: 4))
    #expect(comparison.test.p == 0.5)
    let strict = ResultComparison(Self.first, Self.second, isStrict: true, truth: Self.truth)
    #expect(strict.changes.map(\.effect) == [.worse, .worse, .worse])
    let unknown = ResultComparison(Self.first, Self.second) { _ in nil }
    #expect(!unknown.hasTruth && unknown.changes.allSatisfy { $0.effect == .unknown })
  }

  @Test func aResultEqualsItself() {
    let comparison = ResultComparison(Self.first, Self.first, truth: Self.truth)
    #expect(comparison.changes.isEmpty && comparison.test.p == 1 && comparison.onlyFirst == 0)
  }

  @Test func theTextSaysWhichBecameWhat() {
    let text = ResultComparison(Self.first, Self.second, truth: Self.truth).text()
    #expect(
      text.contains("0 became right, 2 became wrong; McNemar's test, exact, two-sided: p = 0.5000, which may be chance")
    )
    #expect(text.contains("\nbecame wrong\n  b: go → stop\n  c: nothing → go"))
    #expect(text.contains("  a: go(to: x) → go(by: y, to: x)"))
  }

  /// What is written is read, in either format.
  @Test(arguments: [RecordFormat.jsonl, .csv]) func resultsAreReadAsTheyAreWritten(format: RecordFormat) throws {
    let folder = try TemporaryFolder()
    var records = ResultFileTests.records.map { record in
      var record = record
      // An object has a name but once.
      record.slots = Array(record.slots.prefix(1))
      return record
    }
    records[1].snr = 6
    for hasRatio in [false, true] {
      var writer = RecordWriter(format: format, addsRatio: hasRatio)
      let text = writer.beginning + records.map { writer.add($0) }.joined() + writer.ending
      let path = try folder.write(Array(text.utf8), to: "results.\(format.rawValue)")
      let read = try ResultReader.records(contentsOf: path)
      #expect(read.map(\.file) == records.map(\.file) && read.map(\.slots) == records.map(\.slots))
      #expect(read.map(\.intent) == records.map(\.intent) && read.map(\.error) == records.map(\.error))
      #expect(read.map(\.snr) == (hasRatio ? records.map(\.snr) : records.map { _ in nil }))
    }
  }

  @Test(arguments: [
    ("r.jsonl", "{\"file\": \"a\", \"intent\": null, \"slots\": {}}\n{\"file\": 1}\n", 2), ("r.jsonl", "{", 1),
    ("r.csv", "file,intent,slots\na,b,{}\nc\n", 3), ("r.csv", "file,intent,slots\na,b,[]\n", 2),
  ])
  func whatIsNoResultIsAnErrorWithItsLine(name: String, text: String, line: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.utf8), to: name)
    let error = #expect(throws: MeasurementError.self) { try ResultReader.records(contentsOf: path) }
    #expect(error?.description.hasPrefix("\(path):\(line): not results of attune score: ") == true)
  }
}
