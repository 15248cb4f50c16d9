package import NIOCore
package import NIOHTTP1

/// Closes a connection on which a request with its answer takes too long, be the client silent, slow to write or slow to
/// read.
package final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  package typealias InboundIn = HTTPServerRequestPart
  package typealias InboundOut = HTTPServerRequestPart
  package typealias OutboundIn = HTTPServerResponsePart
  package typealias OutboundOut = HTTPServerResponsePart

  private let limit: TimeAmount
  private var timer: Scheduled<Void>?

  package init(_ limit: TimeAmount) { self.limit = limit }

  package func handlerAdded(context: ChannelHandlerContext) { restart(context.channel) }
  package func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  package func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
    let written = promise ?? context.eventLoop.makePromise()
    let channel = context.channel
    written.futureResult.assumeIsolated().whenSuccess { if channel.isActive { self.restart(channel) } }
    context.write(data, promise: written)
  }

  private func restart(_ channel: any Channel) {
    timer?.cancel()
    timer = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
  }
}
