import NIOSSL
import Transport
import Wire

/// Whom a client trusts that encrypts its connection.
public struct ClientTLS: Hashable, Sendable {
  /// A file of certificates (PEM) to trust instead of the system's; that of a server with its own certificate is enough.
  public var authority: String?

  /// - Parameter authority: a file of certificates (PEM); nil for those that the system trusts.
  public init(authority: String? = nil) { self.authority = authority }

  /// A handler for one connection. The server's name is checked, or for an address the address.
  func handler(for address: ServerAddress) throws(ClientError) -> NIOSSLClientHandler {
    var host: String?
    if case .tcp(let address) = address { host = address.host }
    do { return try TrustedServer(host: host, authority: authority).handler() } catch {
      throw .untrusted(reason: error.reason)
    }
  }
}
