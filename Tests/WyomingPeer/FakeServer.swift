import Foundation
import Glibc
import Synchronization

/// A server on the loopback that does the same thing to every client, on a thread of its own.
public final class FakeServer: Sendable {
  /// Where it listens.
  public let port: Int
  private let descriptor: Int32
  private let accepted = Counter()

  /// How many clients have come.
  public var clients: Int { accepted.value.load(ordering: .relaxed) }

  /// - Parameter serve: what is done with a client's socket; it is closed afterwards. nil leaves clients in the queue,
  ///   connected and never accepted.
  public init(_ serve: (@Sendable (FakeClient) -> Void)?) throws {
    (descriptor, port) = try Self.bound()
    guard listen(descriptor, 64) == 0 else { throw CocoaError(.fileReadUnknown) }
    if let serve { Thread.detachNewThread { [descriptor, accepted] in Self.run(descriptor, accepted, serve) } }
  }

  /// A socket with a port of its own.
  private static func bound() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// A port on which nobody listens, and which nobody is given who asks for any port: another test may be listening on it a
  /// moment later. Whoever asks for this one has it (`SO_REUSEADDR`).
  public static func unusedPort() throws -> Int {
    let (descriptor, port) = try bound()
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    return port
  }

  private final class Counter: Sendable { let value = Atomic(0) }

  private static func run(
    _ descriptor: Int32, _ accepted: Counter, _ serve: @escaping @Sendable (FakeClient) -> Void
  ) {
    while true {
      let client = accept(descriptor, nil, nil)
      guard client >= 0 else { return }
      accepted.value.add(1, ordering: .relaxed)
      Thread.detachNewThread {
        serve(FakeClient(descriptor: client))
        close(client)
      }
    }
  }
}
