import NIOCore
import NIOHTTP1

/// Makes an ordinary request of one that asks for a conversation and may have none: it is answered with the reason, where
/// an upgrade that is refused would be left without any answer.
///
/// Only the first request of a connection can become a conversation; behind it the handler is gone.
final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  private let gate: Gate
  private let pages: OpenPages

  init(_ gate: Gate, _ pages: OpenPages) { (self.gate, self.pages) = (gate, pages) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    let isWelcome =
      head.uri == ConsoleResponse.socket && gate.refusalOfSocket(head.headers) == nil && !pages.isFull
    if head.headers.contains(name: "Upgrade"), !isWelcome {
      head.headers.remove(name: "Upgrade")
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
    context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
  }
}
