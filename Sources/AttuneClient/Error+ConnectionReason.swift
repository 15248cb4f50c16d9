import Glibc
import NIOCore
import NIOPosix

extension Error {
  /// Why a connection could not be made, in the system's words where it has some: for the first address that was tried.
  package var connectionReason: String {
    switch self as any Error {
    case let error as NIOConnectionError: error.connectionErrors.first?.error.connectionReason ?? "no such host"
    case let error as IOError: String(cString: strerror(error.errnoCode))
    case ChannelError.connectTimeout(let time): "no answer within \(Double(time.nanoseconds) / 1e9) s"
    default: "\(self)"
    }
  }
}
