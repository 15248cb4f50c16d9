import Dispatch
import Glibc
import Synchronization

/// Sees to it that a process that is told to stop does: before it serves at once, after the first signal within a time that it is given,
/// and at the second signal at once, whatever its tasks are busy with.
///
/// It has a queue of its own: the threads of tasks may be what hangs.
final class StopWatchdog: Sendable {
  /// How the process is to end.
  enum End: Hashable, Sendable {
    /// As one that was stopped before it had begun.
    case unbegun
    /// As one that was stopped, though not everything was finished.
    case unfinished
    /// As the signal ends one that does not know it.
    case killed(Int32)
  }

  private struct State {
    var signals = 0
    var grace: Duration?
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "attune-stop", qos: .userInteractive)
  private let end: @Sendable (End) -> Void

  /// - Parameter end: ends the process.
  init(end: @escaping @Sendable (End) -> Void = StopWatchdog.end) {
    self.end = end
  }

  /// Watches for signals from here on.
  func watch(_ signals: [Int32] = [SIGTERM, SIGINT]) {
    // Commands that are being loaded need not be loaded anew: the signal is for whoever watches them later.
    for signal in signals + [SIGHUP] {
      let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
      // The handler holds the source, and the source the handler, until the process ends.
      source.setEventHandler { [self] in
        if signal != SIGHUP, !source.isCancelled { received(signal) }
      }
      source.resume()
    }
  }

  /// The process serves from here on, and may finish what it has begun.
  ///
  /// - Parameter grace: how long that may take after the first signal.
  func serve(grace: Duration) { state.withLock { $0.grace = grace } }

  /// A signal came.
  func received(_ signal: Int32) {
    let (count, grace) = state.withLock { state in
      state.signals += 1
      return (state.signals, state.grace)
    }
    guard count == 1 else { return end(.killed(signal)) }
    guard let grace else { return end(.unbegun) }
    queue.asyncAfter(deadline: .now() + grace / .seconds(1)) { [end] in end(.unfinished) }
  }

  /// Ends the process without what usually comes before: a lock may be held by what hangs.
  private static func end(_ end: End) {
    switch end {
    case .unbegun: _exit(0)
    case .unfinished:
      let text = Array("attune: the time to stop is over; what was not finished is left\n".utf8)
      _ = write(STDERR_FILENO, text, text.count)
      _exit(0)
    case .killed(let number):
      signal(number, SIG_DFL)
      var mask = sigset_t()
      sigemptyset(&mask)
      sigaddset(&mask, number)
      pthread_sigmask(SIG_UNBLOCK, &mask, nil)
      raise(number)
      _exit(128 + number)
    }
  }
}
