public import Wire

/// Where a server is found.
public enum ServerAddress: Hashable, Sendable {
  /// A host and a port.
  case tcp(TCPAddress)
  /// The path of a socket file, from the root.
  case unix(path: String)

  /// Reads `tcp://host:port`, `tcp://[IPv6]:port` or `unix:///path`; nil for anything else.
  public init?(_ text: String) {
    let scheme = "unix://"
    if let address = TCPAddress(text) {
      self = .tcp(address)
    } else if text.hasPrefix(scheme + "/"), text.count > scheme.count + 1, !text.contains("\0") {
      self = .unix(path: String(text.dropFirst(scheme.count)))
    } else {
      return nil
    }
  }
}

extension ServerAddress: CustomStringConvertible {
  /// As it is read.
  public var description: String {
    switch self {
    case .tcp(let address): "\(address)"
    case .unix(let path): "unix://\(path)"
    }
  }
}
