import Synchronization

/// The pages that are open, up to a limit, and what all of them are told.
final class OpenPages: Sendable {
  private struct State {
    var news: [Int: AsyncStream<String>.Continuation] = [:]
    var last = 0
  }

  /// The most that a slow page may have left unread; what is older is not told.
  private static let unread = 64

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// How many there are.
  var count: Int { state.withLock { $0.news.count } }
  /// Whether there are as many as may be.
  var isFull: Bool { count >= limit }

  /// Takes in a page; nil where there are as many as may be.
  ///
  /// - Returns: its number, and what it is told.
  func add() -> (id: Int, news: AsyncStream<String>)? {
    let (news, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(Self.unread))
    return state.withLock { state in
      guard state.news.count < limit else { return nil }
      state.last += 1
      state.news[state.last] = continuation
      return (state.last, news)
    }
  }

  /// A page is closed.
  func remove(_ id: Int) { state.withLock { $0.news.removeValue(forKey: id) }?.finish() }

  /// Tells all pages.
  func tell(_ text: String) { for page in state.withLock({ Array($0.news.values) }) { page.yield(text) } }
}
