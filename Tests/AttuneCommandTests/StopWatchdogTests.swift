import Foundation
import Glibc
import Synchronization
import Testing

@testable import attune

@Suite struct StopWatchdogTests {
  /// How a process would have ended.
  final class Ends: Sendable {
    private let all = Mutex<[StopWatchdog.End]>([])

    var count: Int { all.withLock(\.count) }

    func append(_ end: StopWatchdog.End) { all.withLock { $0.append(end) } }

    func wait(for count: Int) -> [StopWatchdog.End] {
      for _ in 0..<200 where self.count < count { usleep(10_000) }
      return all.withLock(\.self)
    }
  }

  @Test func whatHangsIsLeftWhenTheTimeIsOver() {
    let ends = Ends()
    let watchdog = StopWatchdog { ends.append($0) }
    watchdog.serve(grace: .milliseconds(200))
    let start = ContinuousClock.now
    watchdog.received(SIGTERM)
    #expect(ends.count == 0)
    #expect(ends.wait(for: 1) == [.unfinished] && ContinuousClock.now - start >= .milliseconds(200))
  }

  @Test func theSecondSignalIsTheLast() {
    let ends = Ends()
    let watchdog = StopWatchdog { ends.append($0) }
    watchdog.serve(grace: .seconds(100))
    watchdog.received(SIGTERM)
    watchdog.received(SIGINT)
    #expect(ends.wait(for: 1) == [.killed(SIGINT)])
  }

  @Test func whatHasNotBegunEndsAtOnce() {
    let ends = Ends()
    StopWatchdog { ends.append($0) }.received(SIGTERM)
    #expect(ends.wait(for: 1) == [.unbegun])
  }
}
