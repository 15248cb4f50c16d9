import NIOCore
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
    do {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.minimumTLSVersion = .tlsv12
      if let authority { configuration.trustRoots = .certificates(try Self.certificates(in: authority)) }
      let context = try NIOSSLContext(configuration: configuration)
      return try NIOSSLClientHandler(context: context, serverHostname: name(of: address))
    } catch let error as ClientError {
      throw error
    } catch {
      throw .untrusted(reason: error.tlsReason)
    }
  }

  private static func certificates(in path: String) throws(ClientError) -> [NIOSSLCertificate] {
    do { return try NIOSSLCertificate.fromPEMFile(path) } catch {
      throw .untrusted(reason: "\(path): \(error.tlsReason)")
    }
  }

  /// A name to ask for; nil for addresses, which have none.
  private func name(of address: ServerAddress) -> String? {
    guard case .tcp(let address) = address else { return nil }
    return (try? SocketAddress(ipAddress: address.host, port: 0)) == nil ? address.host : nil
  }
}
