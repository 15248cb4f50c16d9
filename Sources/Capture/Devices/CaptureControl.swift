import Synchronization

/// What a microphone and its thread share besides the sound.
final class CaptureControl: Sendable {
  let counts = Mutex(Microphone.Counts())
  private let stopped = Atomic(false)
  private let report: @Sendable (Microphone.Notice) -> Void

  init(report: @escaping @Sendable (Microphone.Notice) -> Void) { self.report = report }

  /// Whether the thread is to end.
  var isStopped: Bool { stopped.load(ordering: .acquiring) }

  /// Asks the thread to end.
  func stop() { stopped.store(true, ordering: .releasing) }

  /// Counts what happened, and tells it.
  func note(_ notice: Microphone.Notice) {
    counts.withLock { counts in
      switch notice {
      case .overrun: counts.overruns += 1
      case .suspended: counts.suspensions += 1
      case .lost: counts.losses += 1
      case .found: break
      }
    }
    report(notice)
  }
}
