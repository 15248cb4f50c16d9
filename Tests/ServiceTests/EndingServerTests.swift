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
        Thread.detachNewThread { Self.connect(to: port, times: 300, counting: coming) }
        // The server ends while they are coming, and not before: a busy machine may start the thread late.
        #expect(await came.first { _ in true } == 1)
        try await Task.sleep(for: .milliseconds(1 + round % 8))
      }
      // Nobody is still at it when the next server begins.
      for await _ in came {}
    }
  }

  /// Connects until nobody listens any more, and then closes all connections.
  private static func connect(to port: Int, times: Int, counting: AsyncStream<Int>.Continuation) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var descriptors: [Int32] = []
    defer {
      for descriptor in descriptors { close(descriptor) }
      counting.finish()
    }
    for count in 1...times {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      descriptors.append(descriptor)
      let isAccepted = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      guard isAccepted else { return }
      counting.yield(count)
    }
  }
}
