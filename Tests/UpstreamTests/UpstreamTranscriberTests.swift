import Synchronization
import Testing

@testable import Upstream

@Suite struct UpstreamTranscriberTests {
  struct Failure: Error {}

  /// A recogniser whose answers are told in advance: true for a transcript.
  final class Script: Sendable {
    private let answers: Mutex<[Bool]>
    private let calls = Mutex((asked: 0, reported: [UpstreamTranscriber.Failures]()))

    var asked: Int { calls.withLock(\.asked) }
    var reported: [UpstreamTranscriber.Failures] { calls.withLock(\.reported) }

    init(_ answers: [Bool]) { self.answers = Mutex(answers.reversed()) }

    func transcriber(_ backOff: BackOff = .batch) -> UpstreamTranscriber {
      UpstreamTranscriber(backOff: backOff) { _, failures in
        self.calls.withLock { $0.reported.append(failures) }
      } transcribe: { samples in
        self.calls.withLock { $0.asked += 1 }
        guard self.answers.withLock({ $0.popLast() ?? false }) else { throw Failure() }
        return "\(samples.count)"
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
    var texts: [String?] = []
    for count in 0..<10 { texts.append(await transcriber.transcript(of: [Float](repeating: 0, count: count))) }
    let given = (answers + Array(repeating: false, count: 10)).prefix(10).enumerated().map { index, isGiven in
      isGiven && index < asked ? "\(index)" : nil
    }
    #expect(texts == given)
    #expect(script.asked == asked && script.reported.count { $0.inAll == 1 } == reported)
    #expect(transcriber.transcribed == given.count { $0 != nil })
  }

  @Test func whatFailsAtTheSameTimeIsReportedOnce() async {
    let script = Script([])
    let transcriber = script.transcriber()
    await withDiscardingTaskGroup { group in
      for _ in 0..<20 { group.addTask { #expect(await transcriber.transcript(of: []) == nil) } }
    }
    #expect(script.reported.map(\.inAll).sorted() == Array(1...script.asked))
  }

  @Test func aCancelledRunIsNoFailure() async {
    let script = Script([])
    let transcriber = script.transcriber()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await transcriber.transcript(of: [])
    }
    task.cancel()
    #expect(await task.value == nil && script.asked == 1 && script.reported.isEmpty)
  }

  /// Who has failed is left alone, and asked again in a while; who answers is trusted as at first.
  @Test func aPauseIsAfterTheLastFailure() {
    let policy = BackOff(patience: 2, pause: .seconds(30))
    let start = ContinuousClock.now
    var history = BackOff.History()
    func isAllowed(after seconds: Int) -> Bool { history.allowsAsking(at: start + .seconds(seconds), policy) }
    history.failed(at: start)
    #expect(isAllowed(after: 0))
    history.failed(at: start + .seconds(10))
    #expect(!isAllowed(after: 10) && !isAllowed(after: 39) && isAllowed(after: 40))
    history.failed(at: start + .seconds(40))
    #expect(!isAllowed(after: 69) && isAllowed(after: 70))
    history.answered()
    #expect(isAllowed(after: 40) && history.failures == .init(inARow: 0, inAll: 3) && history.answers == 1)
  }

  @Test func noMoreAreAskedAtATimeThanMay() async {
    let asked = Mutex(0)
    let transcriber = UpstreamTranscriber(backOff: .live, mostAtOnce: 2) { _, _ in
    } transcribe: { _ in
      asked.withLock { $0 += 1 }
      // Until the third has been turned away.
      while !Task.isCancelled { await Task.yield() }
      return ""
    }
    let waiting = (0..<2).map { _ in Task { await transcriber.transcript(of: []) } }
    while asked.withLock(\.self) < 2 { await Task.yield() }
    #expect(await transcriber.transcript(of: []) == nil)
    for task in waiting { task.cancel() }
    for task in waiting { #expect(await task.value == "") }
    #expect(asked.withLock(\.self) == 2 && transcriber.transcribed == 2)
  }
}
