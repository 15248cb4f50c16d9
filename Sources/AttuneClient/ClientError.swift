public import Wire

/// Why a server could not be asked, or did not answer.
public enum ClientError: Error, Hashable {
  /// There is no connection; the reason is the system's.
  case unreachable(address: ServerAddress, reason: String)
  /// The connection, or the server's welcome to it, took too long.
  case tooLate(limit: Duration)
  /// The connection was closed, or broke.
  case closed
  /// The server told an error. `ErrorCode` says which of them end the connection.
  case refused(ErrorEvent)
  /// What came is not the protocol.
  case malformed(WireError)
  /// An event lacks what events of its type have.
  case unexpected(EventError)
  /// A certificate, its key or the server's name are not to be trusted.
  case untrusted(reason: String)
}

extension ClientError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .unreachable(let address, let reason): "\(address): cannot be reached: \(reason)"
    case .tooLate(let limit): "no answer within \(limit / .seconds(1)) s"
    case .closed: "the connection was closed before the answer"
    case .refused(let error): error.code.map { "\(error.text) (\($0))" } ?? error.text
    case .malformed(let error): "the answer is not the Wyoming protocol: \(error)"
    case .unexpected(let error): "the answer cannot be used: \(error)"
    case .untrusted(let reason): "TLS: \(reason)"
    }
  }
}
