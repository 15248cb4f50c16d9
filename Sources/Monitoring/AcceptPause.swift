package import NIOCore

/// Accepts no connection for a moment when the system has no descriptor left: the socket stays readable meanwhile, and a channel that
/// tries again at once would do nothing else.
package final class AcceptPause: ChannelInboundHandler {
  package typealias InboundIn = any Channel

  private var isPaused = false

  /// A pause that has not begun.
  package init() {}

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else { return context.fireErrorCaught(error) }
    guard !isPaused else { return }
    isPaused = true
    let channel = context.channel
    try? channel.syncOptions?.setOption(.autoRead, value: false)
    channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(500)) { [weak self] in
      self?.isPaused = false
      try? channel.syncOptions?.setOption(.autoRead, value: true)
    }
  }
}
