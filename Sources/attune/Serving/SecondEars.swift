import Logging
import Recognition
import Synchronization

/// The network that hears again what was overheard, which most servers never need: it is loaded for the first client that asks.
final class SecondEars: Sendable {
  private enum State {
    case waiting
    case loaded(Ears?)
  }

  private let encoder: EncoderOption
  private let logger: Logger
  private let state = Mutex(State.waiting)

  /// Loads the network and gives it back, so that a server that starts can hear twice.
  ///
  /// - Throws: what is wrong with the network's file.
  init(_ encoder: EncoderOption, logger: Logger) throws {
    (self.encoder, self.logger) = (encoder, logger)
    _ = try encoder.secondEars(.overheard)
  }

  /// Nil where nothing is heard twice, or the network's file was changed since the server began.
  var ears: Ears? {
    state.withLock { state in
      if case .loaded(let ears) = state { return ears }
      let ears: Ears?
      do { ears = try encoder.secondEars(.overheard) } catch {
        logger.error("\(error): what is overheard is heard once")
        ears = nil
      }
      state = .loaded(ears)
      return ears
    }
  }
}
