import CoreMetrics
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Monitoring

@Suite struct MonitoringServerTests {
  @Test(arguments: [
    ("GET", "/metrics", 200), ("HEAD", "/metrics", 200), ("GET", "/metrics?name=x", 200), ("GET", "/healthz", 200),
    ("GET", "/readyz", 503), ("HEAD", "/readyz", 503), ("POST", "/metrics", 405), ("DELETE", "/healthz", 405),
    ("OPTIONS", "/metrics", 405), ("GET", "/", 404), ("GET", "/metrics/", 404), ("GET", "/../etc/passwd", 404),
    ("POST", "/x", 404), ("GET", "http://x/metrics", 404),
  ])
  func everyPath(method: String, path: String, status: Int) async throws {
    try await Self.withServer { server in
      let answer = try await server.ask("\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
      #expect((parts.last?.isEmpty ?? true) == (method == "HEAD"))
      #expect(answer.contains("Allow: GET, HEAD\r\n") == (status == 405))
      if method == "GET", let length = answer.firstMatch(of: /Content-Length: (\d+)/) {
        #expect(Int(length.1) == parts.last?.utf8.count)
      }
    }
  }

  @Test func metricsAreThoseOfTheRegistry() async throws {
    try await Self.withServer { server in
      Meter(label: "answer", factory: server.registry).set(42)
      let answer = try await server.ask("GET /metrics HTTP/1.0\r\n\r\n")
      #expect(answer.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
      #expect(answer.contains("\nanswer 42\n"))
    }
  }

  @Test func readinessFollowsTheService() async throws {
    try await Self.withServer { server in
      func expect(_ status: Int, _ text: String) async throws {
        let answer = try await server.ask("GET /readyz HTTP/1.0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.0 \(status) ") && answer.hasSuffix("\r\n\r\n\(text)\n"))
      }
      try await expect(503, "starting")
      server.readiness.becomeReady()
      try await expect(200, "ready")
      server.readiness.beginStopping()
      server.readiness.becomeReady()
      try await expect(503, "stopping")
    }
  }

  @Test func aConnectionCarriesManyRequests() async throws {
    try await Self.withServer { server in
      let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
      let last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      let answer = try await server.ask(String(repeating: request, count: 20) + last)
      #expect(answer.ranges(of: "HTTP/1.1 200 OK").count == 21)
    }
  }

  enum Hostility: String, CaseIterable {
    case nonsense = "nonsense\r\n\r\n"
    case noVersion = "GET /metrics\r\n\r\n"
    case bytes = "\u{0}\u{1}\u{2}\u{3}"
    case futureVersion = "GET /metrics HTTP/9.9\r\n\r\n"
    case negativeLength = "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"
    case hugeChunk = "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n"
    case noEnd = "GET /metrics HTTP/1.1\r\n"
    case silence = ""
    case longHeader, longPath, manyHeaders, longBody

    var request: String {
      switch self {
      case .longHeader: "GET /metrics HTTP/1.1\r\nA: " + String(repeating: "a", count: 10_000) + "\r\n\r\n"
      case .longPath: "GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\n\r\n"
      case .manyHeaders: "GET /metrics HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 100) + "\r\n"
      case .longBody: "POST / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n" + String(repeating: "x", count: 20_000)
      default: rawValue
      }
    }
  }

  /// What is no request, or too much of one, ends its connection soon; others are answered meanwhile.
  @Test(arguments: Hostility.allCases) func hostileRequestsEnd(hostility: Hostility) async throws {
    try await Self.withServer(deadline: .milliseconds(500)) { server in
      let answer = try await server.ask(hostility.request)
      #expect(!answer.contains(" 200 "))
      #expect(try await server.isAlive())
    }
  }

  /// A byte now and then is not enough to keep a connection.
  @Test func drippingEnds() async throws {
    try await Self.withServer(deadline: .milliseconds(500)) { server in
      let socket = try server.connect()
      let isClosed = await onThread {
        for _ in 0..<1000 where socket.send("G") { usleep(20_000) }
        return !socket.send("G")
      }
      #expect(isClosed)
    }
  }

  /// Who only connects keeps nobody out: of many silent connections the oldest make room.
  @Test func silentConnectionsMakeRoom() async throws {
    try await Self.withServer(deadline: .seconds(20)) { server in
      let silent = try (0..<2 * MonitoringServer.connectionLimit).map { _ in try server.connect() }
      for _ in 0..<20 { #expect(try await server.isAlive()) }
      for socket in silent.prefix(MonitoringServer.connectionLimit) {
        #expect(await onThread { socket.receiveAll().end } != .silent)
      }
    }
  }

  @Test func anAddressInUseIsAnError() async throws {
    try await Self.withServer { server in
      let second = MonitoringServer(port: server.port, registry: server.registry, readiness: server.readiness)
      await #expect(throws: (any Error).self) { try await second.run() }
    }
  }

  @Test func aGracefulStopEndsIt() async throws {
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let server = MonitoringServer(port: 0, registry: PrometheusRegistry(), readiness: Readiness()) {
      continuation.yield($0)
    }
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: server)], logger: .init(label: "test")))
    async let run: Void = group.run()
    var port: Int?
    for await known in ports {
      port = known
      break
    }
    let socket = try RawSocket(port: try #require(port))
    await group.triggerGracefulShutdown()
    try await run
    #expect(await onThread { socket.receiveAll().text }.isEmpty)
    #expect(throws: (any Error).self) { try RawSocket(port: port ?? 0) }
  }
}

extension MonitoringServerTests {
  struct Running: Sendable {
    let port: Int
    let registry: PrometheusRegistry
    let readiness: Readiness

    func connect() throws -> RawSocket { try RawSocket(port: port) }

    /// Sends a request, and gives back all that comes until the server closes.
    func ask(_ request: String) async throws -> String {
      let socket = try connect()
      return await onThread {
        socket.send(request)
        return socket.receiveAll().text
      }
    }

    func isAlive() async throws -> Bool {
      try await ask("GET /healthz HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.0 200 ")
    }
  }

  static func withServer(
    deadline: Duration = .seconds(10), _ body: @escaping @Sendable (Running) async throws -> Void
  ) async throws {
    let (registry, readiness) = (PrometheusRegistry(), Readiness())
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let server = MonitoringServer(
      host: "127.0.0.1", port: 0, registry: registry, readiness: readiness, deadline: deadline
    ) { continuation.yield($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      for await port in ports {
        try await body(Running(port: port, registry: registry, readiness: readiness))
        break
      }
      group.cancelAll()
    }
  }
}
