import NIOCore
import NIOWebSocket

/// What comes out of a connection: messages, and every second the time.
enum Received: Sendable {
  case message([UInt8])
  case tick
}

/// What goes into a connection.
enum Sent: Sendable {
  case message(String)
  case close
}

/// Turns frames into messages and messages into frames, which a client masks.
final class MessageHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = Received
  typealias OutboundIn = Sent
  typealias OutboundOut = WebSocketFrame

  /// The most bytes of a message: a home of ten thousand entities tells some 10 MB of their states.
  static let limit = 64 << 20

  private var assembler = MessageAssembler(limit: MessageHandler.limit)
  private var ticks: RepeatedTask?

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = context.loopBound
    ticks = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
      let context = bound.value
      context.fireChannelRead(Self.wrapInboundOut(.tick))
      context.fireChannelReadComplete()
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { ticks?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    ticks?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch assembler.take(Self.unwrapInboundIn(data)) {
    case .nothing: break
    case .message(let message): context.fireChannelRead(Self.wrapInboundOut(.message(message)))
    case .pong(let data): send(.pong, data, context)
    case .close:
      send(.connectionClose, ByteBuffer(), context)
      context.close(promise: nil)
    case .broken(let error):
      context.fireErrorCaught(error)
      context.close(promise: nil)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch Self.unwrapOutboundIn(data) {
    case .message(let text):
      context.write(Self.wrapOutboundOut(Self.frame(.text, ByteBuffer(string: text))), promise: promise)
    case .close:
      var code = ByteBuffer()
      code.write(webSocketErrorCode: .normalClosure)
      context.write(Self.wrapOutboundOut(Self.frame(.connectionClose, code)), promise: promise)
    }
  }

  private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
    context.writeAndFlush(Self.wrapOutboundOut(Self.frame(opcode, data)), promise: nil)
  }

  private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
    // The encoder applies the mask.
    WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
  }
}
