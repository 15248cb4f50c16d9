import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after the other.
final class MonitoringHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  static let bodyLimit = 4096

  private let registry: PrometheusRegistry
  private let readiness: Readiness
  private let connections: OpenConnections
  private var request: HTTPRequestHead?
  private var bodyLength = 0

  init(registry: PrometheusRegistry, readiness: Readiness, _ connections: OpenConnections) {
    self.connections = connections
    self.registry = registry
    self.readiness = readiness
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (request, bodyLength) = (head, 0)
    case .body(let bytes):
      bodyLength += bytes.readableBytes
      if bodyLength > Self.bodyLimit { context.close(promise: nil) }
    case .end:
      guard let request else { return }
      answer(request, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    connections.hasSpoken(context.channel)
    let response = MonitoringResponse(request.method, request.uri, readiness: readiness.state) { registry.text }
    let head = response.head(version: request.version, isLast: !request.isKeepAlive)
    context.answer(request, head, ByteBuffer(string: response.body))
  }
}
