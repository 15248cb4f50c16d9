package import NIOCore
import Synchronization

/// The connections that are open, up to a limit. Where there is none left, the one that has been silent for longest makes room: who only
/// connects keeps nobody else out.
package final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: (channel: any Channel, turn: Int)] = [:]
    var turn = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  package init(limit: Int) { self.limit = limit }

  /// Takes in a connection until it is closed.
  package func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    let oldest = state.withLock { state -> (any Channel)? in
      let isFull = state.channels.count >= limit
      let oldest = isFull ? state.channels.min { $0.value.turn < $1.value.turn } : nil
      if let oldest { state.channels[oldest.key] = nil }
      state.turn += 1
      state.channels[id] = (channel, state.turn)
      return oldest?.value.channel
    }
    oldest?.close(promise: nil)
    channel.closeFuture.whenComplete { _ in self.state.withLock { $0.channels[id] = nil } }
  }

  /// A connection has asked something.
  package func hasSpoken(_ channel: any Channel) {
    state.withLock { state in
      state.turn += 1
      state.channels[ObjectIdentifier(channel)]?.turn = state.turn
    }
  }

  /// Closes all of them.
  package func close() {
    for (channel, _) in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
  }
}
