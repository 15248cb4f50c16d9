import NIOCore
import NIOWebSocket

/// Messages out of frames: fragments are put together, and what WebSocket itself asks for is answered.
struct MessageAssembler {
  /// What a frame leads to.
  enum Outcome: Equatable {
    /// Nothing yet.
    case nothing
    /// A whole message.
    case message([UInt8])
    /// A ping is to be answered with what it brought.
    case pong(ByteBuffer)
    /// The other side closes the connection.
    case close
    /// The frames make no sense.
    case broken(HomeAssistantError)
  }

  /// The most bytes of a message.
  let limit: Int
  /// The fragments so far; nil outside of a message.
  private var fragments: [UInt8]?

  init(limit: Int) { self.limit = limit }

  mutating func take(_ frame: WebSocketFrame) -> Outcome {
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return broken("a frame of an extension that nobody asked for") }
    let isControl = [.ping, .pong, .connectionClose].contains(frame.opcode)
    guard !isControl || (frame.fin && frame.length <= 125) else { return broken("a control frame that is none") }
    switch frame.opcode {
    case .ping: return .pong(frame.unmaskedData)
    case .pong: return .nothing
    case .connectionClose: return .close
    case .text:
      guard fragments == nil else { return broken("a message inside another one") }
      fragments = []
    case .continuation:
      guard fragments != nil else { return broken("the middle of a message without its beginning") }
    default: return broken("a message that is no text")
    }
    return append(frame)
  }

  private mutating func append(_ frame: WebSocketFrame) -> Outcome {
    guard let count = fragments?.count, count + frame.length <= limit else { return .broken(.tooLarge(limit: limit)) }
    fragments? += frame.unmaskedData.readableBytesView
    guard frame.fin, let message = fragments else { return .nothing }
    fragments = nil
    return .message(message)
  }

  private func broken(_ problem: String) -> Outcome { .broken(.malformed(problem: problem)) }
}
