import Synchronization

/// Whether the service can do its work; who balances load asks `/readyz` for it.
public final class Readiness: Sendable {
  /// What there is to say.
  public enum State: String, Sendable {
    /// The model or the commands are not loaded.
    case starting
    /// Everything is there.
    case ready
    /// No new work is taken on.
    case stopping
  }

  private let current = Mutex(State.starting)

  /// Readiness of a service that has just begun.
  public init() {}

  /// How it is now.
  public var state: State { current.withLock { $0 } }

  /// The model and the commands are loaded. Changes nothing for a service that is stopping.
  public func becomeReady() { current.withLock { if $0 == .starting { $0 = .ready } } }

  /// The service finishes what it has begun, and nothing else.
  public func beginStopping() { current.withLock { $0 = .stopping } }
}
