import Glibc
import NIOCore

/// Accepts no clients for a while when the system has no descriptor left for them. One is accepted then with a descriptor that was
/// kept for it, and told.
///
/// The socket stays readable while clients wait to be accepted; a channel that tries again at once would do nothing else.
final class AcceptGate: ChannelInboundHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  private static let shortest = TimeAmount.milliseconds(20)
  private static let longest = TimeAmount.milliseconds(200)

  private let descriptors: Descriptors
  private var delay = shortest
  /// Whether the next client takes the place of the spare descriptor.
  private var isRefusing = false
  private var isPaused = false

  init(_ descriptors: Descriptors) { self.descriptors = descriptors }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let isLast = isRefusing
    isRefusing = false
    // There may be descriptors again: the spare one may have been given up long before this client came.
    if isLast, !descriptors.restore() {
      descriptors.refuse(unwrapInboundIn(data) as AnyObject)
      pause(context)
    } else if !isPaused {
      delay = Self.shortest
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? IOError else { return context.fireErrorCaught(error) }
    switch error.errnoCode {
    // The client is gone already.
    case ECONNABORTED: break
    case EMFILE where !isPaused && descriptors.giveUp(): isRefusing = true
    case EMFILE, ENFILE, ENOBUFS, ENOMEM: pause(context)
    default: context.fireErrorCaught(error)
    }
  }

  private func pause(_ context: ChannelHandlerContext) {
    guard !isPaused else { return }
    isPaused = true
    isRefusing = false
    set(isAccepting: false, context.channel)
    resume(context.channel)
  }

  /// Goes on in a while, once there is a spare descriptor again.
  private func resume(_ channel: any Channel) {
    channel.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
      guard let self else { return }
      delay = min(Self.longest, delay * 2)
      guard descriptors.restore() else { return resume(channel) }
      isPaused = false
      set(isAccepting: true, channel)
    }
  }

  private func set(isAccepting: Bool, _ channel: any Channel) {
    try? channel.syncOptions?.setOption(.autoRead, value: isAccepting)
  }
}
