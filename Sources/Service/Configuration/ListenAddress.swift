import NIOCore
import Wire

/// Where a server listens: `tcp://host:port`, where port 0 leaves the choice to the system, or `unix:///path`.
public enum ListenAddress: Hashable, Sendable {
  /// A name or an address, IPv6 without brackets, and a port, 0...65535.
  case tcp(host: String, port: Int)
  /// The path of a socket file.
  case unix(path: String)

  /// Reads `tcp://host:port`, `tcp://[IPv6]:port` or `unix:///path`; nil for anything else.
  public init?(_ text: String) {
    let unix = "unix://"
    if text.hasPrefix(unix) {
      let path = text.dropFirst(unix.count)
      guard path.hasPrefix("/"), path.count > 1, !path.contains("\0") else { return nil }
      self = .unix(path: String(path))
    } else if text.hasSuffix(":0"), let address = TCPAddress(text.dropLast() + "1") {
      self = .tcp(host: address.host, port: 0)
    } else if let address = TCPAddress(text) {
      self = .tcp(host: address.host, port: address.port)
    } else {
      return nil
    }
  }

  /// Whether programs of this machine alone can connect.
  public var isLocal: Bool {
    switch self {
    case .unix: true
    case .tcp("localhost", _): true
    case .tcp(let host, _):
      (try? SocketAddress(ipAddress: host, port: 0))?.ipAddress.map { $0 == "::1" || $0.hasPrefix("127.") } ?? false
    }
  }
}

extension ListenAddress: CustomStringConvertible {
  /// As it is written on the command line.
  public var description: String {
    switch self {
    case .tcp(let host, let port): "tcp://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    case .unix(let path): "unix://\(path)"
    }
  }
}
