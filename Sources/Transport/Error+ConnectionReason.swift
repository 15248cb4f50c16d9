import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension Error {
  /// Why a connection could not be made, in the system's words where it has some: for the first address that was tried.
  /// A library's error of which nothing else is known describes itself.
  package var connectionReason: String {
    switch self as any Error {
    case let error as NIOConnectionError: error.connectionErrors.first?.error.connectionReason ?? "no such host"
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case ChannelError.connectTimeout(let time): "no answer within \(Double(time.nanoseconds) / 1e9) s"
    case is ChannelError, is EventLoopError: "the connection ended"
    case is SocketAddressError.UnknownHost, SocketAddressError.unknown: "no such host"
    case SocketAddressError.unixDomainSocketPathTooLong: "the path is too long for a socket"
    case is SocketAddressError: "it is no address that can be used"
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: tlsReason
    default: "\(self)"
    }
  }

  /// Why there is no TLS, in words.
  package var tlsReason: String {
    switch self as any Error {
    case NIOSSLError.failedToLoadCertificate: "there is no certificate in PEM that can be read"
    case NIOSSLError.failedToLoadPrivateKey: "there is no private key in PEM that can be read"
    case NIOSSLError.noSuchFilesystemObject: "there is no such file"
    case NIOSSLError.handshakeFailed(let error), NIOSSLError.shutdownFailed(let error): error.tlsReason
    case NIOSSLError.uncleanShutdown: "the connection was cut off"
    case NIOSSLError.noCertificateToValidate: "the other side shows no certificate"
    case NIOSSLError.unableToValidateCertificate: "the certificate is not to be trusted"
    case let error as NIOSSLExtraError where error == .failedToValidateHostname: "the certificate is for another name"
    case let error as BoringSSLError: Self.words("\(error)")
    case let error as IOError: error.connectionReason
    default: "the two sides do not agree"
    }
  }

  /// BoringSSL's reason, which it writes in capitals at the end of a line: `CERTIFICATE_VERIFY_FAILED`.
  private static func words(_ text: String) -> String {
    let words = text.split { !($0.isLetter || $0 == "_" || $0.isNumber) }
    guard let reason = words.last(where: { $0.contains("_") && $0.allSatisfy { !$0.isLowercase } }) else {
      return "the two sides do not agree"
    }
    return reason.lowercased().replacing("_", with: " ")
  }
}
