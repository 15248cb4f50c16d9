import NIOCore
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle

/// Answers over HTTP how the service is: `/metrics` for Prometheus, `/healthz` while it is alive, `/readyz` while it can do
/// its work (503 otherwise).
///
/// In a service group it stands before the services that it tells about, so that it is the last one to stop and says
/// meanwhile that they are stopping.
///
/// A client can do little harm: 32 connections at a time, of which the one that has been silent for longest makes room for the
/// next, 8 KiB of header, 4 KiB of body, 10 s for each request with its answer; what is beyond is closed.
public struct MonitoringServer: Service {
  static let connectionLimit = 32

  private let host: String
  private let port: Int
  private let registry: PrometheusRegistry
  private let readiness: Readiness
  private let deadline: Duration
  private let listening: @Sendable (_ port: Int) -> Void

  /// - Parameters:
  ///   - host: a name or an address; the loopback by default.
  ///   - port: 0...65535; 0 for any that is free.
  ///   - listening: is told the port once the server can be asked.
  public init(
    host: String = "127.0.0.1", port: Int, registry: PrometheusRegistry, readiness: Readiness,
    listening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    self.init(
      host: host, port: port, registry: registry, readiness: readiness, deadline: .seconds(10), listening: listening)
  }

  init(
    host: String, port: Int, registry: PrometheusRegistry, readiness: Readiness, deadline: Duration,
    listening: @escaping @Sendable (_ port: Int) -> Void
  ) {
    precondition((0...65_535).contains(port))
    self.host = host
    self.port = port
    self.registry = registry
    self.readiness = readiness
    self.deadline = deadline
    self.listening = listening
  }

  /// Serves until the task is cancelled or its service group stops.
  ///
  /// - Throws: what the system says where the address cannot be listened on.
  public func run() async throws {
    let connections = OpenConnections(limit: Self.connectionLimit)
    let server = try await bind(connections).get()
    listening(server.localAddress?.port ?? port)
    try await cancelWhenGracefulShutdown {
      try await withTaskCancellationHandler {
        try await server.closeFuture.get()
      } onCancel: {
        server.close(promise: nil)
      }
    }
    connections.close()
  }

  private func bind(_ connections: OpenConnections) -> EventLoopFuture<any Channel> {
    var limits = NIOHTTPDecoderLimitConfiguration()
    (limits.maxHeaderFieldSize, limits.maxHeaderListSize, limits.maxHeaderFieldCount) = (4096, 8192, 64)
    return ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptPause()) }
      }
      .childChannelInitializer { [limits, deadline, registry, readiness] channel in
        connections.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
          try pipeline.addHandler(RequestDeadline(TimeAmount(deadline)))
          try pipeline.addHandler(MonitoringHandler(registry: registry, readiness: readiness, connections))
        }
      }
      .bind(host: host, port: port)
  }
}
