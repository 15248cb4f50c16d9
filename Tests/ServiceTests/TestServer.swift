import Logging
import ServiceLifecycle
import Synchronization
import Upstream
import Wire

@testable import Service

/// A server in this process.
struct TestServer {
  let addresses: [ListenAddress]
  private let group: ServiceGroup

  /// The port of the first address, which is one of TCP.
  var port: Int {
    get throws {
      guard case .tcp(_, let port)? = addresses.first else { throw ServerError.noAddress }
      return port
    }
  }

  /// Ends the server gracefully, without waiting.
  func end() async { await group.triggerGracefulShutdown() }

  /// Runs a server while `use` is at work, and ends it gracefully.
  static func run<Value: Sendable>(
    _ engine: Engine, at addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)], upstream: TCPAddress? = nil,
    _ configure: (inout SpeechServer.Configuration) -> Void = { _ in },
    _ use: (TestServer) async throws -> Value
  ) async throws -> Value {
    var configuration = SpeechServer.Configuration(addresses: addresses, version: "1.2.3")
    configure(&configuration)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let (listening, continuation) = AsyncStream<ListenAddress>.makeStream()
    let transcriber = upstream.map {
      UpstreamTranscriber(WyomingTranscriber(address: $0, timeout: .seconds(5)), logger: logger)
    }
    let server = SpeechServer(configuration, engine: engine, upstream: transcriber, logger: logger) {
      continuation.yield($0)
    }
    let group = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { continuation.finish() }
        try await group.run()
      }
      var bound: [ListenAddress] = []
      for await address in listening {
        bound.append(address)
        if bound.count == addresses.count { break }
      }
      // It could not listen; why, it says.
      if bound.count < addresses.count { try await tasks.waitForAll() }
      let result: Result<Value, any Error>
      do { result = .success(try await use(TestServer(addresses: bound, group: group))) } catch {
        result = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      return try result.get()
    }
  }
}
