import Synchronization

/// The clients that are connected.
final class ClientTable: Sendable {
  private struct State {
    var clients: [ObjectIdentifier: Client] = [:]
    var isEnding = false
  }

  private let state = Mutex(State())
  private let limit: Int

  /// - Parameter limit: the most clients.
  init(limit: Int) { self.limit = limit }

  /// All clients.
  var all: [Client] { state.withLock { Array($0.clients.values) } }

  /// Adds a client.
  ///
  /// - Returns: false where there are too many already.
  func add(_ client: Client) -> Bool {
    state.withLock { state in
      guard state.clients.count < limit, !state.isEnding else { return false }
      state.clients[ObjectIdentifier(client)] = client
      return true
    }
  }

  /// Removes a client.
  func remove(_ client: Client) { state.withLock { $0.clients[ObjectIdentifier(client)] = nil } }

  /// No more clients are added.
  func end() { state.withLock { $0.isEnding = true } }

  /// Whether the server ends.
  var isEnding: Bool { state.withLock(\.isEnding) }
}
