import NIOCore
import NIOSSL
import Transport

/// TLS for connections that leave the machine.
public struct TransportSecurity: Sendable {
  private let context: NIOSSLContext

  /// - Parameters:
  ///   - certificate: the path of the certificate chain, PEM, the server's own first.
  ///   - key: the path of its private key, PEM.
  /// - Throws: `ServerError.certificate`.
  public init(certificate: String, key: String) throws(ServerError) {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
      throw .certificate(reason: "\(certificate): \(error.tlsReason)")
    }
    do {
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      // What came before is broken (RFC 8996).
      configuration.minimumTLSVersion = .tlsv12
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw .certificate(reason: "\(key): not the private key of the certificate: \(error.tlsReason)")
    }
  }

  /// What stands between a connection's bytes and its events.
  var handler: NIOSSLServerHandler { NIOSSLServerHandler(context: context) }
}
