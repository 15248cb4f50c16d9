import NIOCore
import Wire

/// A client's connection: events, and what is wrong with its bytes, come in; events go out.
typealias Connection = NIOAsyncChannel<Result<Event, WireError>, Event>

extension Connection {
  /// Sets up a connection that was accepted.
  ///
  /// - Parameter configure: adds what stands before the codec.
  static func accepted(
    on channel: any Channel, limits: EventLimits, configure: (any Channel) throws -> Void
  ) throws -> Connection {
    try configure(channel)
    try channel.pipeline.syncOperations.addHandler(EventCodec(limits: limits))
    return try Connection(wrappingChannelSynchronously: channel)
  }
}
