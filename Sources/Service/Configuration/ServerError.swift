/// Why a server cannot begin to serve.
public enum ServerError: Error, Hashable {
  /// Nobody may listen there; the reason is the system's.
  case cannotListen(address: ListenAddress, reason: String)
  /// A server that lives has the socket.
  case socketInUse(path: String)
  /// Others than this machine could connect, without a token and in clear text.
  case exposed(address: ListenAddress)
  /// The token's file cannot be read, or has no token in its first line.
  case token(path: String, reason: String)
  /// A certificate or a key cannot be used.
  case certificate(reason: String)
  /// A line of the configuration file is wrong.
  case configuration(file: String, line: Int, problem: String)
  /// No address to listen on.
  case noAddress
}

extension ServerError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .cannotListen(let address, let reason): "\(address): cannot listen: \(reason)"
    case .socketInUse(let path): "unix://\(path): another server listens there"
    case .exposed(let address):
      """
      \(address): anybody who reaches this address could listen and command: give a --token-file or a --certificate and its \
      --key, or say --insecure
      """
    case .token(let path, let reason): "\(path): no token: \(reason)"
    case .certificate(let reason): "TLS: \(reason)"
    case .configuration(let file, let line, let problem): "\(file):\(line): \(problem)"
    case .noAddress: "no address to listen on"
    }
  }
}
