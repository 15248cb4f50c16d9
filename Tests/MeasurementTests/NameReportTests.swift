import Lexicon
import Recognition
import Testing

@testable import Measurement

@Suite struct NameReportTests {
  private static func report(_ name: String) throws -> NameReport {
    try NameReport(try WakeName(name, lexicon: Lexicon()), against: .shipped())
  }

  @Test func aShortNameIsToldTo() throws {
    let report = try Self.report("bob")
    #expect(!report.isGood && report.verdict.hasPrefix("Too short: 3 phones, and 5 or more are wanted. "))
    #expect(report.text.hasPrefix("bob\n  bob: B AA B\n  expected "))
    // What is proposed is long enough, and heard less often or hardly ever.
    #expect(report.suggestions.allSatisfy { $0.perHour < max(report.perHour, 0.05) })
  }

  @Test func aLongNameNeedsNoOther() throws {
    let report = try Self.report("hey computer")
    #expect(report.isGood && report.suggestions.isEmpty && report.perHour < 0.05)
    #expect(report.verdict.hasPrefix("Long enough: 10 phones. It would hardly ever wake by itself"))
  }

  @Test(arguments: [
    ("archie", ["hey archie", "okay archie", "archie archie"]),
    ("Hey Archie", ["okay Archie", "Archie Archie", "Hey Archie Archie"]), ("hey", []),
  ])
  func kinOfANameAreOtherNames(name: String, kin: [String]) throws {
    #expect(NameReport.kin(of: try WakeName(name, lexicon: Lexicon())) == kin)
  }

  @Test func aGuessedWordIsTold() throws {
    let report = try Self.report("hey fenrirus")
    #expect(report.text.contains(" (guessed)") && report.verdict.contains("'attune enroll'"))
    #expect(report.json().contains("\"guessed\": true"))
  }
}
