import Aligner
import Synchronization
import Testing

@testable import Measurement
@testable import Upstream

@Suite struct UpstreamTranscriberTests {
  struct Failure: Error {}

  /// A recogniser whose answers are told in advance: true for a transcript.
  final class Script: Sendable {
    private let answers: Mutex<[Bool]>
    private let calls = Mutex((asked: 0, reported: 0))

    var asked: Int { calls.withLock(\.asked) }
    var reported: Int { calls.withLock(\.reported) }

    init(_ answers: [Bool]) { self.answers = Mutex(answers.reversed()) }

    func transcriber() -> UpstreamTranscriber {
      UpstreamTranscriber { _ in
        self.calls.withLock { $0.reported += 1 }
      } transcribe: { samples in
        self.calls.withLock { $0.asked += 1 }
        guard self.answers.withLock({ $0.popLast() ?? false }) else { throw Failure() }
        return [TranscriptToken("\(samples.count)")]
      }
    }
  }

  @Test(arguments: [
    // The answers, how many of ten files are asked for, and how many are reported.
    (Array(repeating: true, count: 10), 10, 0), ([], 3, 1), ([true, false, false, true, false, false, true], 10, 1),
    ([true, true, false, false, false, true], 5, 1),
  ])
  func patienceEndsAfterFailuresInARow(answers: [Bool], asked: Int, reported: Int) async {
    let script = Script(answers)
    let transcriber = script.transcriber()
    var tokens: [[TranscriptToken]] = []
    for count in 0..<10 { tokens.append(await transcriber.tokens(for: [Float](repeating: 0, count: count))) }
    let given = (answers + Array(repeating: false, count: 10)).prefix(10).enumerated().map { index, isGiven in
      isGiven && index < asked ? [TranscriptToken("\(index)")] : []
    }
    #expect(tokens == given)
    #expect(script.asked == asked && script.reported == reported)
    #expect(transcriber.transcribed == given.count { !$0.isEmpty })
  }

  @Test func whatFailsAtTheSameTimeIsReportedOnce() async {
    let script = Script([])
    let transcriber = script.transcriber()
    await withDiscardingTaskGroup { group in
      for _ in 0..<20 { group.addTask { #expect(await transcriber.tokens(for: []) == []) } }
    }
    #expect(script.reported == 1)
  }

  @Test func aCancelledRunIsNoFailure() async {
    let script = Script([])
    let transcriber = script.transcriber()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await transcriber.tokens(for: [])
    }
    task.cancel()
    #expect(await task.value == [] && script.asked == 1 && script.reported == 0)
  }
}
