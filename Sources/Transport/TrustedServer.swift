import NIOCore
package import NIOSSL

/// A server whose certificate a client checks before it says anything.
package struct TrustedServer: Sendable {
  /// Why there can be no TLS with it.
  package struct Problem: Error {
    /// In words.
    package let reason: String
  }

  private let host: String?
  private let authority: String?

  /// - Parameters:
  ///   - host: the server's name or address, which the certificate has to be for; nil where it has none.
  ///   - authority: a file of certificates (PEM) to trust instead of the system's.
  package init(host: String?, authority: String?) { (self.host, self.authority) = (host, authority) }

  /// A handler for one connection.
  package func handler() throws(Problem) -> NIOSSLClientHandler {
    do {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.minimumTLSVersion = .tlsv12
      if let authority { configuration.trustRoots = .certificates(try Self.certificates(in: authority)) }
      return try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: name)
    } catch let error as Problem {
      throw error
    } catch {
      throw Problem(reason: error.tlsReason)
    }
  }

  private static func certificates(in path: String) throws(Problem) -> [NIOSSLCertificate] {
    do { return try NIOSSLCertificate.fromPEMFile(path) } catch {
      throw Problem(reason: "\(path): \(error.tlsReason)")
    }
  }

  /// A name to ask for; nil for addresses, which have none.
  private var name: String? {
    host.flatMap { (try? SocketAddress(ipAddress: $0, port: 0)) == nil ? $0 : nil }
  }
}
