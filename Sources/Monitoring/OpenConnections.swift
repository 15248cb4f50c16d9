import NIOCore
import Synchronization

/// The connections that are open, up to a limit.
final class OpenConnections: Sendable {
  private let limit: Int
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(limit: Int) { self.limit = limit }

  /// Takes in a connection until it is closed; false where it is one too many.
  func add(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let isAdded = channels.withLock { channels in
      guard channels.count < limit else { return false }
      channels[id] = channel
      return true
    }
    if isAdded { channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } } }
    return isAdded
  }

  /// Closes all of them.
  func close() { for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) } }
}
