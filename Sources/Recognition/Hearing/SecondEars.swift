import Synchronization

/// Ears that hear again, which most sounds do not need: their network is loaded for the first one that does.
public final class SecondEars: Sendable {
  private enum State {
    case waiting
    case loaded(Ears?)
  }

  private let load: @Sendable () -> Ears?
  private let state = Mutex(State.waiting)

  /// - Parameter load: loads the network, once; nil where that fails, so that everything is heard once.
  public init(_ load: @escaping @Sendable () -> Ears?) { self.load = load }

  /// Ears that are there already.
  public convenience init(_ ears: Ears) { self.init { ears } }

  /// Nil where nothing can be heard again.
  public var ears: Ears? {
    state.withLock { state in
      if case .loaded(let ears) = state { return ears }
      let ears = load()
      state = .loaded(ears)
      return ears
    }
  }
}
