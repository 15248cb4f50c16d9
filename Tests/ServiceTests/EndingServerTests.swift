import Foundation
import Testing

@testable import Service

/// Clients that connect at the moment at which a server ends: accepted, and served by nobody.
@Suite struct EndingServerTests {
  @Test func whoComesAsTheServerEndsDoesNoHarm() async throws {
    for round in 0..<40 {
      let (came, coming) = AsyncStream<Int>.makeStream()
      try await TestServer.run(try Phones.engine(), { $0.limits.shutdown = 0.2 }) { server in
        let port = try server.port
        Thread.detachNewThread {
          coming.yield(Self.connect(to: port, times: 300))
          coming.finish()
        }
        try await Task.sleep(for: .milliseconds(1 + round % 8))
      }
      for await count in came { #expect(count > 0) }
    }
  }

  /// Connects until nobody listens any more, and then closes all connections.
  ///
  /// - Returns: how often somebody listened.
  private static func connect(to port: Int, times: Int) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    for count in 0..<times {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      descriptors.append(descriptor)
      let isAccepted = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if !isAccepted { return count }
    }
    return times
  }
}
