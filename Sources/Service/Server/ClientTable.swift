import Synchronization

/// The clients that are connected.
final class ClientTable: Sendable {
  private struct State {
    var clients: [ObjectIdentifier: Client] = [:]
    var isEnding = false
    var limit: Int
    /// Clients that were refused, and may read it.
    var lingering = 0
  }

  /// The most clients that were refused and may take their time to read it.
  private static let mostLingering = 64

  private let state: Mutex<State>

  /// - Parameter limit: the most clients.
  init(limit: Int) { state = Mutex(State(limit: limit)) }

  /// The most clients.
  var limit: Int {
    get { state.withLock(\.limit) }
    set { state.withLock { $0.limit = newValue } }
  }

  /// Lets a client that was refused read so; false where too many do.
  func beginLingering() -> Bool {
    state.withLock { state in
      guard state.lingering < min(Self.mostLingering, 1 + state.limit / 4) else { return false }
      state.lingering += 1
      return true
    }
  }

  /// Such a client is gone.
  func endLingering() { state.withLock { $0.lingering -= 1 } }

  /// All clients.
  var all: [Client] { state.withLock { Array($0.clients.values) } }

  /// Adds a client.
  ///
  /// - Returns: false where there are too many already.
  func add(_ client: Client) -> Bool {
    state.withLock { state in
      guard state.clients.count < state.limit, !state.isEnding else { return false }
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
