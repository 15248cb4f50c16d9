import Dispatch
import Glibc

/// Watches for Ctrl-C, and for a request to end from the system.
///
/// The first one calls back; another one ends the process at once.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter handler: called on a thread of its own.
  init(_ handler: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number, SIG_DFL)
        handler()
      }
      source.resume()
      return source
    }
  }

  /// Watches no longer.
  func cancel() { for source in sources { source.cancel() } }
}
