import Testing

@testable import Measurement

@Suite struct FusionTableTests {
  /// So many of `total` are right, the first ones.
  private func result(_ way: String, _ right: Int, of total: Int = 100, cost: Int = 100) -> FusionTable.Result {
    FusionTable.Result(
      way: way, isRight: (0..<total).map { $0 < right }, cost: .milliseconds(cost), seconds: Double(total))
  }

  private func cell(_ condition: String, sound: Int, text: Int, both: Int) -> FusionTable.Cell {
    FusionTable.Cell(
      condition: condition, transcripts: "t",
      results: [result("sound", sound), result("text", text), result("both", both, cost: 120)])
  }

  // Of n trials that only one way gets right, k by the other: binomial tails with p = 1/2, twice.
  @Test(arguments: [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (6, 0, 0.03125), (1, 7, 0.0703125), (10, 2, 0.0385742)])
  func mcnemarsTestIsExact(first: Int, second: Int, p: Double) {
    let a = Array(repeating: true, count: first + 3) + Array(repeating: false, count: second)
    let b = Array(repeating: false, count: first) + [true, true, true] + Array(repeating: true, count: second)
    let test = PairedTest(a, b)
    #expect(test.onlyFirst == first && test.onlySecond == second)
    #expect(abs(test.p - p) < 1e-6)
    #expect(PairedTest(b, a).p == test.p)
  }

  @Test func aStarMarksWhatIsNoChance() {
    let (six, five) = (cell("6dB", sound: 80, text: 70, both: 86), cell("6dB", sound: 80, text: 70, both: 85))
    #expect(FusionTable.row(of: six) == "| 6dB | t | 80.0 (80) | 70.0 (70) | 86.0 (86) * |")
    #expect(FusionTable.row(of: five) == "| 6dB | t | 80.0 (80) | 70.0 (70) | 85.0 (85) |")
    // The better one is the text here, whatever the sound does.
    #expect(FusionTable.row(of: cell("6dB", sound: 10, text: 86, both: 80)).hasSuffix("| 80.0 (80) * |"))
    #expect(FusionTable.head(ways: ["a", "b"]) == "| condition | transcript | a | b |\n| --- | --- | --- | --- |")
  }

  @Test func theSummaryNamesWhatIsWorseAndWhatIsGained() {
    var table = FusionTable()
    table.append(cell("6dB", sound: 80, text: 70, both: 90))
    table.append(cell("0dB", sound: 60, text: 70, both: 68))
    table.append(cell("clean", sound: 99, text: 70, both: 98))
    #expect(
      table.summary == """
        both: worse than the better single modality in 2 of 3 cells (0dB/t by 2, clean/t by 1), significantly in 0; \
        where both are below 95 % (2 cells) +4.0 points on average; 1.2 ms of computing for a second of sound, \
        +20.0 % beside sound alone
        """)
  }
}
