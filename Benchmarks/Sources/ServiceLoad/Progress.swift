import Synchronization

/// The last portion that was sent, and when portions were.
final class Progress: Sendable {
  private let state = Mutex((last: 0, times: [Int: ContinuousClock.Instant]()))

  /// The last portion that was sent.
  var last: Int {
    get { state.withLock(\.last) }
    set { state.withLock { $0.last = newValue } }
  }

  /// A portion that matters is sent now.
  func mark(_ command: Int) { state.withLock { $0.times[command] = .now } }

  /// When the portion that ended a command was sent.
  func time(of command: Int) -> ContinuousClock.Instant? { state.withLock { $0.times[command] } }
}
