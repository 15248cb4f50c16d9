import TestSupport

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

  /// - Returns: false where the server had not closed a polite client's connection after 30 s, or had not accepted it.
  func run(_ portions: [ArraySlice<UInt8>], ending: Ending) -> Bool {
    guard let socket = try? RawSocket(port: port) else { return false }
    // Who is turned away early need not say the rest.
    for portion in portions { guard socket.send(Array(portion)) else { break } }
    switch ending {
    case .politely:
      socket.finish()
      return socket.receiveAll().end != .silent
    case .silently: break
    case .abruptly: socket.endAbruptly()
    }
    return true
  }
}
