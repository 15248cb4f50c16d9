import Aligner
import Recognition
import Testing

@testable import Service

/// What is asked for somebody who is gone is given up.
@Suite(.timeLimit(.minutes(1))) struct AbandonedWorkTests {
  @Test func readingEndsWithItsClient() async throws {
    let engine = try Phones.engine()
    let (reports, continuation) = AsyncStream<String>.makeStream()
    let stream = ClientWork(engine, segment: 12) { report in
      if case .read(let results) = report { continuation.yield(results[0].candidate == nil ? "nothing" : "a command") }
    }
    var answers = reports.makeAsyncIterator()
    stream.add(.read([.init("lamp on")], .written))
    #expect(await answers.next() == "a command")
    stream.abandon()
    stream.add(.read([.init("lamp on")], .written))
    #expect(await answers.next() == "nothing")
    engine.stop()
  }

  @Test func readingEndsWithThePool() async throws {
    let engine = try Phones.engine()
    let stream = ClientWork(engine, segment: 12) { _ in }
    #expect(!engine.pool.isStopped)
    stream.add(.read([.init("lamp on")], .written))
    engine.stop()
    #expect(engine.pool.isStopped)
  }
}
