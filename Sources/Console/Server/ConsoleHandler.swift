import Monitoring
import NIOCore
import NIOHTTP1

/// Answers the requests of one connection that is no conversation, one after the other.
final class ConsoleHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  private let gate: Gate
  private let pages: OpenPages
  private let connections: OpenConnections
  private var request: HTTPRequestHead?

  init(_ gate: Gate, _ pages: OpenPages, _ connections: OpenConnections) {
    (self.gate, self.pages, self.connections) = (gate, pages, connections)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = head
    // No request has one that is read.
    case .body: context.close(promise: nil)
    case .end:
      guard let request else { return }
      answer(request, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    connections.hasSpoken(context.channel)
    let response = ConsoleResponse(request.method, request.uri, request.headers, gate: gate, isFull: pages.isFull)
    let head = response.head(version: request.version, isLast: !request.isKeepAlive)
    context.answer(request, head, ByteBuffer(bytes: response.body))
  }
}
