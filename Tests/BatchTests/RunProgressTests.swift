import Testing

@testable import Batch

@Suite struct RunProgressTests {
  @Test func countRateAndTimeLeft() {
    var progress = RunProgress(total: 1000, done: 200)
    #expect(progress.plainLine(after: .seconds(5)) == "200/1000 files, 20 %")
    for _ in 0..<300 { progress.advance(seconds: 2) }
    #expect(
      progress.plainLine(after: .seconds(60))
        == "500/1000 files, 50 %, 5.0 a second, 10 × real time, 1 min 40 s left")
    #expect(progress.line(after: .seconds(60)).hasPrefix("████████████░░░░░░░░░░░░ 500/1000 files"))
    #expect(progress.plainLine(after: .seconds(6000)).hasSuffix("0.1 a second, 0 × real time, 2 h 46 min left"))
  }

  @Test func whereTheTotalIsNotKnownNoTimeIsLeft() {
    var progress = RunProgress(total: nil)
    progress.advance()
    #expect(progress.line(after: .seconds(2)) == "1 files, 0.5 a second")
  }

  @Test func aLogIsToldEveryHalfMinute() {
    var progress = RunProgress(total: 10)
    progress.advance()
    let lines = [10, 29, 31, 40, 60, 61, 92].map { progress.logLine(after: .seconds($0)) != nil }
    #expect(lines == [false, false, true, false, false, true, true])
  }
}
