import Commands
import Foundation
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
}
