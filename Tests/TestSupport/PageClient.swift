/// A page of the console without a browser: a conversation over a WebSocket.
public struct PageClient: Sendable {
  private let socket: RawSocket
  /// What the server said to the request: a status line and headers.
  public let greeting: String

  /// Opens a conversation, in which nothing has been said yet.
  ///
  /// - Throws: what connecting throws.
  public init(port: Int) async throws {
    let socket = try RawSocket(port: port)
    socket.send(
      """
      GET /socket HTTP/1.1\r\nHost: localhost:\(port)\r\nOrigin: http://localhost:\(port)\r\n\
      Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
      """)
    greeting = await onThread { socket.receive(until: "\r\n\r\n") }
    self.socket = socket
  }

  private static func frame(_ opcode: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count
    let length: [UInt8] =
      count < 126
      ? [0x80 | UInt8(count)]
      : count < 65_536
        ? [0x80 | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        : [0x80 | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    // A mask of zeros.
    return [0x80 | opcode] + length + [0, 0, 0, 0] + bytes
  }

  /// Sends a message of text.
  public func send(_ text: String) { socket.send(Self.frame(1, Array(text.utf8))) }
  /// Sends a message of bytes.
  public func send(sound: [UInt8]) { socket.send(Self.frame(2, sound)) }
  /// Says that the conversation is over.
  public func close() { socket.send(Self.frame(8, [])) }

  /// Everything until some text has come, frames and all.
  public func answer(until end: String) async -> String { await onThread { [socket] in socket.receive(until: end) } }

  /// Sends a message, and reads until some text has come.
  public func ask(_ text: String, until end: String) async -> String {
    send(text)
    return await answer(until: end)
  }

  /// Everything until the server closes.
  public func end() async -> String { await onThread { [socket] in socket.receiveAll().text } }
}
