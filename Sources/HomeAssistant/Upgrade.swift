import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket
import Synchronization
import Transport

/// A connection to Home Assistant's WebSocket.
typealias HomeConnection = NIOAsyncChannel<Received, Sent>

/// The way from a connection to a WebSocket: a request of HTTP, and its answer.
struct Upgrade: Sendable {
  let address: HomeAssistantAddress
  /// A file of certificates to trust instead of the system's.
  let authority: String?
  /// How long it may take.
  let patience: TimeAmount
  /// Whether it has taken longer.
  let lateness = Lateness()

  /// Prepares a channel that is about to connect.
  func prepare(_ channel: any Channel) -> EventLoopFuture<EventLoopFuture<HomeConnection>> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      if address.isSecure {
        try pipeline.addHandler(try TrustedServer(host: address.host, authority: authority).handler())
      }
      let status = AnswerStatus()
      let handlers: [any ChannelHandler & RemovableChannelHandler] = [
        HTTPRequestEncoder(),
        ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)),
        StatusHandler(status),
      ]
      try pipeline.addHandlers(handlers)
      let handler = NIOTypedHTTPClientUpgradeHandler(
        httpHandlers: handlers, upgradeConfiguration: configuration(status))
      try pipeline.addHandler(handler)
      let deadline = channel.eventLoop.scheduleTask(in: patience) { [lateness] in
        lateness.isLate.store(true, ordering: .relaxed)
        channel.close(promise: nil)
      }
      handler.upgradeResultFuture.whenComplete { _ in deadline.cancel() }
      return handler.upgradeResultFuture
    }
  }

  private func configuration(_ status: AnswerStatus) -> NIOTypedHTTPClientUpgradeConfiguration<HomeConnection> {
    let upgrader = NIOTypedWebSocketClientUpgrader<HomeConnection>(maxFrameSize: MessageHandler.limit) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(MessageHandler())
        return try HomeConnection(wrappingChannelSynchronously: channel)
      }
    }
    let headers = HTTPHeaders([("Host", address.authority), ("User-Agent", "attune")])
    let request = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: address.path + "/api/websocket", headers: headers)
    return NIOTypedHTTPClientUpgradeConfiguration(upgradeRequestHead: request, upgraders: [upgrader]) {
      [address] channel in
      channel.eventLoop.makeFailedFuture(
        HomeAssistantError.notHomeAssistant(address: address, status: status.code.withLock(\.self)))
    }
  }
}

/// Whether a deadline has passed.
final class Lateness: Sendable {
  let isLate = Atomic(false)
}

/// The status of the answer; nil where there is none yet.
private final class AnswerStatus: Sendable {
  let code = Mutex<Int?>(nil)
}

/// Notes the status of the answer on its way.
private final class StatusHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private let status: AnswerStatus

  init(_ status: AnswerStatus) { self.status = status }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = Self.unwrapInboundIn(data) {
      status.code.withLock { $0 = Int(head.status.code) }
    }
    context.fireChannelRead(data)
  }
}
