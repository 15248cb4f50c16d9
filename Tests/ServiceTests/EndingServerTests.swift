import Foundation
import TestSupport
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
    var sockets: [RawSocket] = []
    for count in 1...times {
      guard let socket = try? RawSocket(port: port) else { break }
      sockets.append(socket)
      counting.yield(count)
    }
    sockets.removeAll()
    counting.finish()
  }
}
