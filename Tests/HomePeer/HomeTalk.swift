import JSON
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization

/// What all connections of a fake home share.
final class HomeState: Sendable {
  struct Facts {
    var answers: FakeHome.Answers
    var requests: [String] = []
    var connections = 0
    var tokens: [String] = []
    var open: [ObjectIdentifier: any Channel] = [:]
  }

  let facts: Mutex<Facts>

  init(_ answers: FakeHome.Answers) { facts = Mutex(Facts(answers: answers)) }
}

/// One connection of a fake home.
final class HomeTalk: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let state: HomeState
  private var isKnown = false
  private var waiting: [String] = []

  init(_ state: HomeState) { self.state = state }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    let welcome = state.facts.withLock { facts in
      facts.connections += 1
      facts.open[ObjectIdentifier(channel)] = channel
      return facts.answers.welcome
    }
    send(welcome ?? #"{"type": "auth_required", "ha_version": "2026.2.3"}"#, context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    let channel = context.channel
    state.facts.withLock { $0.open[ObjectIdentifier(channel)] = nil }
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    switch frame.opcode {
    case .text: take(Array(frame.unmaskedData.readableBytesView), context)
    case .connectionClose:
      state.facts.withLock { $0.requests.append("close") }
      context.close(promise: nil)
    case .pong: state.facts.withLock { $0.requests.append("pong") }
    default: break
    }
  }

  private func take(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    guard case .object(let message)? = try? JSONNode(parsing: bytes).value, let type = message["type"]?.text else {
      return context.close(promise: nil)
    }
    let answers = state.facts.withLock { facts in
      facts.requests.append(type)
      if let token = message["access_token"]?.text { facts.tokens.append(token) }
      return facts.answers
    }
    if type == answers.breaksAt { return context.close(promise: nil) }
    if type == answers.closesAt {
      var code = ByteBuffer()
      code.write(webSocketErrorCode: .goingAway)
      return context.writeAndFlush(
        Self.wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: code)), promise: nil)
    }
    guard isKnown else { return welcome(message, answers, context) }
    guard case .integer(let id)? = message["id"] else { return }
    waiting.append(answer(to: type, id, answers))
    guard !answers.isReversed || waiting.count == 4 || type.hasSuffix("get_entries") else { return }
    for answer in answers.isReversed ? waiting.reversed() : waiting { send(answer, context) }
    waiting = []
  }

  private func welcome(
    _ message: [String: JSONValue], _ answers: FakeHome.Answers, _ context: ChannelHandlerContext
  ) {
    isKnown = message["access_token"]?.text == answers.token
    guard !isKnown else { return send(#"{"type": "auth_ok", "ha_version": "2026.2.3"}"#, context) }
    send(#"{"type": "auth_invalid", "message": "Invalid access token or password"}"#, context)
    context.close(promise: nil)
  }

  private func answer(to type: String, _ id: Int, _ answers: FakeHome.Answers) -> String {
    if let code = answers.errors[type] {
      return #"{"id": \#(id), "type": "result", "success": false, "error": {"code": "\#(code)", "message": "no"}}"#
    }
    return #"{"id": \#(id), "type": "result", "success": true, "result": \#(answers.results[type] ?? "null")}"#
  }

  private func send(_ text: String, _ context: ChannelHandlerContext) {
    var rest = ByteBuffer(string: text)
    let size = state.facts.withLock(\.answers.fragment) ?? max(1, rest.readableBytes)
    var opcode = WebSocketOpcode.text
    while let part = rest.readSlice(length: min(size, rest.readableBytes)), part.readableBytes > 0 {
      if size < text.utf8.count { write(.ping, ByteBuffer(string: "still there?"), true, context) }
      write(opcode, part, rest.readableBytes == 0, context)
      opcode = .continuation
    }
    context.flush()
  }

  private func write(
    _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ isLast: Bool, _ context: ChannelHandlerContext
  ) {
    context.write(
      Self.wrapOutboundOut(WebSocketFrame(fin: isLast, opcode: opcode, data: data)), promise: nil)
  }
}

/// Answers whatever is no WebSocket.
final class NotFound: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = Self.unwrapInboundIn(data) else { return }
    let head = HTTPResponseHead(version: .http1_1, status: .notFound, headers: ["content-length": "0"])
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
  }
}
