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
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isListening else { throw CocoaError(.fileReadUnknown) }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    if let serve { Thread.detachNewThread { [accepted] in Self.run(descriptor, accepted, serve) } }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// A port on which nobody listens.
  public static func unusedPort() throws -> Int { try FakeServer(nil).port }

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
