import Synchronization

/// The numbers 0..<count, each handed out once, to whoever asks.
final class WorkQueue: Sendable {
  private let count: Int
  private let given = Atomic(0)

  init(count: Int) { self.count = count }

  /// The next number; nil when there are no more.
  func next() -> Int? {
    let index = given.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
