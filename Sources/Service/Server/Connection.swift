import NIOCore
import Transport
import Wire

/// A client's connection. Either direction closes for itself.
///
/// The server closes the outgoing one first and goes on taking what comes, until the client closes too or `closeSoon` does. A socket
/// that is closed with bytes unread, or still to come, is reset (RFC 1122, 4.2.2.13), and what its peer was told last may be lost.
extension Connection {
  /// Sets up a connection that was accepted.
  ///
  /// - Parameter configure: adds what stands before the codec.
  static func accepted(
    on channel: any Channel, _ codec: EventCodec, configure: (any Channel) throws -> Void
  ) throws -> Connection {
    try configure(channel)
    try channel.pipeline.syncOperations.addHandler(codec)
    // The codec makes events when they are wanted: none need be kept here.
    let connection = try Connection(
      wrappingChannelSynchronously: channel,
      configuration: .init(
        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 1), isOutboundHalfClosureEnabled: true))
    // What is accepted while the server ends is dropped by NIO before anybody serves it, and a connection that is dropped open
    // ends the process (apple/swift-nio#2813). So the channel keeps it until it is closed.
    channel.closeFuture.whenComplete { _ in withExtendedLifetime(connection) {} }
    return connection
  }

  /// How long a client that was told its last may take to read it.
  private static var lingering: TimeAmount { .seconds(2) }

  /// Closes both directions in a while, whatever the client does.
  func closeSoon() {
    channel.eventLoop.scheduleTask(in: Self.lingering) { [channel] in channel.close(promise: nil) }
  }
}
