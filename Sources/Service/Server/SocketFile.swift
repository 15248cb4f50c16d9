import Glibc

/// The file of a Unix socket.
///
/// Nobody but its owner may connect. One that a server has left behind is replaced; one that is served is not.
struct SocketFile: Sendable {
  let path: String
  private var identity: (device: UInt, node: UInt)?

  /// Makes room for a socket.
  ///
  /// - Throws: `ServerError` where a server listens there, or the file is no socket.
  init(path: String) throws(ServerError) {
    self.path = path
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .cannotListen(address: .unix(path: path), reason: "there is a file that is no socket")
    }
    if Self.isServed(path) { throw .socketInUse(path: path) }
    unlink(path)
  }

  /// Runs `bind` in such a way that nobody but the owner may connect from the first moment on.
  mutating func whileBinding<Result>(_ bind: () async throws -> Result) async rethrows -> Result {
    let mask = umask(0o177)
    defer { umask(mask) }
    let result = try await bind()
    chmod(path, 0o600)
    identity = Self.identity(of: path)
    return result
  }

  /// Removes the socket, unless it is another server's by now.
  func remove() {
    guard let identity, let now = Self.identity(of: path), identity == now else { return }
    unlink(path)
  }

  private static func identity(of path: String) -> (device: UInt, node: UInt)? {
    var status = stat()
    return lstat(path, &status) == 0 ? (UInt(status.st_dev), UInt(status.st_ino)) : nil
  }

  /// Whether somebody accepts connections there.
  private static func isServed(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
