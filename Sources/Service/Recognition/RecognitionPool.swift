import Dispatch
import Foundation
import Recognition
import Synchronization

/// The threads on which everything is recognised, as many as there are processors: the event loops and the tasks of
/// clients never wait for a network.
///
/// Streams that have work take turns, a portion of sound or a question each, so that none waits for long because another has
/// much. A thread takes its share of those that wait, and what is ready of their sound goes through the network together:
/// the more there is to do, the less each stream costs.
public final class RecognitionPool: Sendable {
  private struct State {
    var ready = Queue<ClientWork>()
    var isStopped = false
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)
  private let working = DispatchGroup()
  private let threads: Int
  /// The same as in the state, for those who look often and do not wait.
  private let stopping = Atomic(false)

  /// - Parameter threads: how many, at least 1.
  public init(threads: Int) {
    precondition(threads >= 1)
    self.threads = threads
    for index in 0..<threads {
      working.enter()
      let thread = Thread { [weak self, working] in
        defer { working.leave() }
        while let streams = RecognitionPool.wait(self) {
          for stream in streams { stream.work() }
          WaitingChunk.hear(streams.compactMap(\.waitingChunk))
          for stream in streams where stream.release() { self?.schedule(stream) }
        }
      }
      thread.name = "attune-recognition-\(index)"
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  /// Ends the threads once they have finished the portion that they are at.
  public func stop() {
    stopping.store(true, ordering: .relaxed)
    state.withLock { $0.isStopped = true }
    for _ in 0..<threads { available.signal() }
  }

  /// Whether the threads end.
  var isStopped: Bool { stopping.load(ordering: .relaxed) }

  /// Ends the threads and waits for them.
  public func stopAndWait() {
    stop()
    working.wait()
  }

  /// Puts a stream, which is not in it, at the end of the queue.
  func schedule(_ stream: ClientWork) {
    state.withLock { $0.ready.append(stream) }
    available.signal()
  }

  /// Waits for streams that have work; nil once the pool is stopped.
  private static func wait(_ pool: RecognitionPool?) -> [ClientWork]? {
    guard let pool else { return nil }
    while true {
      pool.available.wait()
      let (streams, isStopped) = pool.state.withLock { state in
        let share = min(mostAtOnce, (state.ready.count + pool.threads - 1) / pool.threads)
        return ((0..<share).compactMap { _ in state.ready.popFirst() }, state.isStopped)
      }
      if isStopped { return nil }
      // Each stream in the queue was signalled once, or is about to be.
      for _ in streams.dropFirst() { _ = pool.available.wait(timeout: .now()) }
      if !streams.isEmpty { return streams }
    }
  }

  /// The most streams that a thread takes at a time: more do not make each much cheaper, and wait for each other.
  private static let mostAtOnce = 16
}
