import Synchronization

/// What became of one stream. It outlives the connection, so that one that dies takes nothing with it.
final class StreamLog: Sendable {
  private struct State {
    var answers: [Int: ContinuousClock.Instant] = [:]
    var again: Set<Int> = []
    var sent = 0
    var late = 0
    var failure: String?
  }

  /// When the stream began.
  let start: ContinuousClock.Instant
  /// The place at which it began.
  let place: Int
  private let state = Mutex(State())

  init(start: ContinuousClock.Instant, place: Int) {
    self.start = start
    self.place = place
  }

  /// A play has been answered now; only its first answer counts.
  func answered(_ play: Play) {
    state.withLock { state in
      guard state.answers[play.number] == nil else {
        state.again.insert(play.number)
        return
      }
      state.answers[play.number] = .now
    }
  }

  /// A portion is sent now.
  ///
  /// - Parameter isLate: whether the client has missed its time.
  func sent(isLate: Bool) {
    state.withLock { state in
      state.sent += 1
      state.late += isLate ? 1 : 0
    }
  }

  /// The stream has died.
  func failed(_ reason: String) { state.withLock { $0.failure = reason } }

  /// Why the stream died; nil where it did not.
  var failure: String? { state.withLock(\.failure) }

  /// How long after the beginning of a play its answer came; nil where there is none.
  func delay(of play: Play) -> Duration? { state.withLock { $0.answers[play.number].map { $0 - begin(of: play) } } }

  /// Whether a play was answered more than once.
  func isAnsweredAgain(_ play: Play) -> Bool { state.withLock { $0.again.contains(play.number) } }

  /// When a play begins.
  func begin(of play: Play) -> ContinuousClock.Instant { start + Playlist.portion * (play.start - place) }

  /// How many portions were sent, and how many of them late.
  var portions: (sent: Int, late: Int) { state.withLock { ($0.sent, $0.late) } }
}
