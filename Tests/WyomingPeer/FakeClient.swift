import Foundation
import Glibc

/// The other end of a fake server's connection.
public struct FakeClient: Sendable {
  let descriptor: Int32

  /// Sends bytes; false where the client is gone.
  @discardableResult public func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest.removeFirst(count)
    }
    return true
  }

  /// Sends text; false where the client is gone.
  @discardableResult public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Some bytes; none at the end.
  public func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Reads until the client closes its end.
  public func receiveAll() { while !receive().isEmpty {} }
}
