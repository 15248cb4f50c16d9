import Dispatch
import Recordings
import Synchronization

/// Takes items out of a sequence, which may wait for them, on a thread of its own, and stays within a window ahead of
/// those that are done.
final class ItemFeed: Sendable {
  /// Begins empty: a semaphore must not go with less than it began with.
  private let room = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)

  /// - Parameters:
  ///   - items: its iterator is used by one thread at a time.
  ///   - window: the most items that are given out and not yet done, at least 1.
  ///   - give: called with each item, and with nil behind the last one.
  init(
    _ items: some Sequence<RecordingItem> & Sendable, window: Int, give: @escaping @Sendable (RecordingItem?) -> Void
  ) {
    precondition(window >= 1)
    for _ in 0..<window { room.signal() }
    DispatchQueue(label: "attune.items").async { [self] in
      for item in items {
        room.wait()
        if isStopped.load(ordering: .relaxed) { return }
        give(item)
      }
      give(nil)
    }
  }

  /// One more item is done.
  func advance() { room.signal() }

  /// No more items are wanted.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    room.signal()
  }
}
