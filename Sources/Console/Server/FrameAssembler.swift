import NIOCore
import NIOWebSocket

/// Messages out of the frames of a page: fragments are put together, and what WebSocket itself asks for is answered.
struct FrameAssembler {
  /// What a frame leads to.
  enum Outcome: Equatable {
    /// Nothing yet.
    case nothing
    /// A message of text.
    case text([UInt8])
    /// A message of bytes.
    case bytes([UInt8])
    /// A ping is to be answered with what it brought.
    case pong(ByteBuffer)
    /// The page closes the connection.
    case close
    /// The frames make no sense, or are too large.
    case broken(WebSocketErrorCode)
  }

  /// The most bytes of a message.
  static let limit = 2 << 20

  /// The fragments so far; nil outside of a message.
  private var fragments: (isText: Bool, bytes: [UInt8])?

  mutating func take(_ frame: WebSocketFrame) -> Outcome {
    // A browser masks what it sends.
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3, frame.maskKey != nil else { return .broken(.protocolError) }
    let isControl = [.ping, .pong, .connectionClose].contains(frame.opcode)
    guard !isControl || (frame.fin && frame.length <= 125) else { return .broken(.protocolError) }
    switch frame.opcode {
    case .ping: return .pong(frame.unmaskedData)
    case .pong: return .nothing
    case .connectionClose: return .close
    case .text, .binary:
      guard fragments == nil else { return .broken(.protocolError) }
      fragments = (frame.opcode == .text, [])
    case .continuation:
      guard fragments != nil else { return .broken(.protocolError) }
    default: return .broken(.protocolError)
    }
    guard let count = fragments?.bytes.count, count + frame.length <= Self.limit else {
      return .broken(.messageTooLarge)
    }
    fragments?.bytes += frame.unmaskedData.readableBytesView
    guard frame.fin, let message = fragments else { return .nothing }
    fragments = nil
    return message.isText ? .text(message.bytes) : .bytes(message.bytes)
  }
}
