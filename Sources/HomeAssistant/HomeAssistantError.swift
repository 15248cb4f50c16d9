/// Why the names of a home cannot be had from Home Assistant.
public enum HomeAssistantError: Error, Hashable {
  /// The token's file cannot be read, or has no token in its first line.
  case token(path: String, reason: String)
  /// There is no connection; the reason is the system's.
  case unreachable(address: HomeAssistantAddress, reason: String)
  /// Something else answers there, with this status of HTTP; nil where it does not speak HTTP.
  case notHomeAssistant(address: HomeAssistantAddress, status: Int?)
  /// The certificate is not to be trusted, or there is no TLS there.
  case untrusted(address: HomeAssistantAddress, reason: String)
  /// The token is not valid.
  case unauthorized(address: HomeAssistantAddress)
  /// The token's user may not ask for this.
  case forbidden(command: String)
  /// A command was refused; the code is Home Assistant's.
  case refused(command: String, code: String)
  /// What came is not what Home Assistant says.
  case malformed(problem: String)
  /// A message has more bytes than are read.
  case tooLarge(limit: Int)
  /// Nothing came for so many seconds.
  case silent(seconds: Int)
  /// The connection was closed, or broke.
  case closed
}

extension HomeAssistantError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .token(let path, let reason): "\(path): no token: \(reason)"
    case .unreachable(let address, let reason): "\(address): cannot be reached: \(reason)"
    case .notHomeAssistant(let address, let status?): "\(address): no Home Assistant there: HTTP status \(status)"
    case .notHomeAssistant(let address, nil): "\(address): no Home Assistant there: it speaks no WebSocket"
    case .untrusted(let address, let reason): "\(address): TLS: \(reason)"
    case .unauthorized(let address): "\(address): the token is not valid"
    case .forbidden(let command): "Home Assistant refuses '\(command)': the token has to be an administrator's"
    case .refused(let command, let code): "Home Assistant refuses '\(command)': \(code)"
    case .malformed(let problem): "the answer cannot be used: \(problem)"
    case .tooLarge(let limit): "a message of more than \(limit >> 20) MiB"
    case .silent(let seconds): "no answer within \(seconds) s"
    case .closed: "the connection was closed before the answer"
    }
  }
}
