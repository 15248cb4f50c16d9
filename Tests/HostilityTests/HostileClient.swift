import Foundation
import Glibc

/// A client that sends bytes, and ends in one of the ways in which clients end.
struct HostileClient {
  /// How it ends.
  enum Ending: CaseIterable {
    /// Says that it is done, and reads everything.
    case politely
    /// Closes without reading.
    case silently
    /// Resets the connection.
    case abruptly
  }

  let port: Int

  /// - Returns: false where the server had not closed a polite client's connection after 30 s.
  func run(_ portions: [ArraySlice<UInt8>], ending: Ending) -> Bool {
    let descriptor = connect()
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    for portion in portions {
      let bytes = Array(portion)
      // Who is turned away early need not say the rest.
      guard send(descriptor, bytes, bytes.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL)) == bytes.count else { break }
    }
    switch ending {
    case .politely:
      shutdown(descriptor, Int32(SHUT_WR))
      return readAll(descriptor)
    case .silently: return true
    case .abruptly:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
      return true
    }
  }

  private func readAll(_ descriptor: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count == 0 { return true }
      if count < 0 { return errno != EAGAIN }
    }
  }

  private func connect() -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let status = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status == 0 { return descriptor }
    close(descriptor)
    return -1
  }
}
