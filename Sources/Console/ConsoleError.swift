/// Why there is no console.
public enum ConsoleError: Error, Hashable, Sendable {
  /// Other machines could reach the address, and nothing would keep them out.
  case needsToken(host: String)
  /// The address cannot be listened on; the reason in words.
  case cannotListen(host: String, port: Int, reason: String)
  /// The file of the token cannot be used; why.
  case token(path: String, reason: String)
}

extension ConsoleError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .needsToken(let host):
      "other machines could reach \(host) and change the commands: give --token-file, or listen on 127.0.0.1"
    case .cannotListen(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
    case .token(let path, let reason): "\(path): no token: \(reason)"
    }
  }
}
