import Synchronization
import Wire

/// The events that wait to be sent to a client, bounded.
final class Outbox: Sendable {
  /// What to send, in order; it ends when the connection is to be closed.
  let events: AsyncStream<Event>

  private struct State {
    var bytes = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let limit: Int
  private let continuation: AsyncStream<Event>.Continuation

  /// - Parameter limit: the most bytes that wait.
  init(limit: Int) {
    self.limit = limit
    (events, continuation) = AsyncStream.makeStream()
  }

  /// Puts an event at the end; after `finish` it is ignored.
  ///
  /// - Returns: false where too much waits already. The event is lost then.
  func append(_ event: Event) -> Bool {
    let size = Self.size(of: event)
    let fits = state.withLock { state in
      guard !state.isClosed else { return true }
      guard state.bytes == 0 || state.bytes + size <= limit else { return false }
      state.bytes += size
      return true
    }
    if fits { continuation.yield(event) }
    return fits
  }

  /// An event has been handed to the connection.
  func sent(_ event: Event) { state.withLock { $0.bytes -= Self.size(of: event) } }

  /// Nothing more is to be sent.
  ///
  /// - Parameter last: an event that is sent though there is no room.
  func finish(with last: Event? = nil) {
    let isFirst = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if isFirst, let last { continuation.yield(last) }
    continuation.finish()
  }

  /// What it takes here is more than on the wire, for small ones above all.
  private static func size(of event: Event) -> Int { 64 + event.head.count + event.payload.count }
}
