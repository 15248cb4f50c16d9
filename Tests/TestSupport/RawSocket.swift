import Foundation
import Glibc

/// A connection to the loopback on which any bytes can be sent, in any order with reading.
public final class RawSocket: Sendable {
  /// How a server's words end.
  public enum End: Sendable {
    /// It has closed the connection.
    case closed
    /// It has reset the connection.
    case reset
    /// It has said nothing for 30 s.
    case silent
  }

  private let descriptor: Int32

  /// Connects.
  public init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let status = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECONNREFUSED) }
    // Nobody waits longer than this for a server that hangs.
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends bytes; false where the server is gone.
  @discardableResult public func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL)) == bytes.count
  }

  /// Sends text; false where the server is gone.
  @discardableResult public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Says that nothing more comes.
  public func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes the end of this socket a reset.
  public func endAbruptly() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
  }

  /// Everything until some bytes have come, or until the server's words end.
  public func receive(until end: String) -> String {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while !String(decoding: all, as: UTF8.self).contains(end) {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0 else { break }
      all += bytes.prefix(count)
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// Everything until the server's words end, and how they do.
  public func receiveAll() -> (text: String, end: End) {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      guard count > 0 else {
        let end: End = count == 0 ? .closed : errno == EAGAIN ? .silent : .reset
        return (String(decoding: all, as: UTF8.self), end)
      }
      all += bytes.prefix(count)
    }
  }
}

/// Does what blocks on a thread of its own: the threads of tasks are few, and a server under test needs them.
public func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}
