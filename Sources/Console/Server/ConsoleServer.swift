import Monitoring
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Serves a page on which commands are written, spoken and watched.
///
/// Only this machine may connect unless pages have to show a token. A page can do little harm: 16 pages and 64 connections at
/// a time, 2 MiB of a message, 16 MiB and 30 s of a sound file, 10 s for a request; files other than those that are given are
/// never read nor written.
public struct ConsoleServer: Sendable {
  /// Where it listens.
  public struct Address: Hashable, Sendable {
    /// A name or an address; IPv6 without brackets.
    public var host: String
    /// 0...65535; 0 for any that is free.
    public var port: Int

    /// - Precondition: the port is in 0...65535.
    public init(host: String = "127.0.0.1", port: Int = 8080) {
      precondition((0...65_535).contains(port))
      (self.host, self.port) = (host, port)
    }
  }

  /// The most pages at a time.
  static let pageLimit = 16
  static let connectionLimit = 64
  private static let deadline = TimeAmount.seconds(10)

  let address: Address
  let desk: ConsoleDesk
  private let token: ConsoleToken?
  private let gate: Gate

  /// - Parameters:
  ///   - desk: the commands and how they are heard.
  ///   - token: what pages have to show; nil for nothing, where only this machine may connect.
  /// - Throws: `ConsoleError.needsToken`.
  public init(_ desk: ConsoleDesk, at address: Address = Address(), token: ConsoleToken? = nil) throws(ConsoleError) {
    guard token != nil || Gate.isLocal(address.host) else { throw .needsToken(host: address.host) }
    (self.desk, self.address, self.token) = (desk, address, token)
    gate = Gate(hasToken: token != nil, host: address.host.lowercased())
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameter listening: is told the address of the page once it can be opened.
  /// - Throws: `ConsoleError.cannotListen`.
  public func run(listening: @Sendable (_ address: String) -> Void) async throws {
    let connections = OpenConnections(limit: Self.connectionLimit)
    let server: NIOAsyncChannel<EventLoopFuture<Visit>, Never>
    do { server = try await bind(connections) } catch {
      throw ConsoleError.cannotListen(host: address.host, port: address.port, reason: Self.reason(of: error))
    }
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    listening("http://\(host):\(server.channel.localAddress?.port ?? address.port)/")
    try await withTaskCancellationHandler {
      try await server.executeThenClose { visits in
        await withDiscardingTaskGroup { group in
          do {
            for try await visit in visits {
              group.addTask {
                guard case .page(let channel)? = try? await visit.get() else { return }
                await Page(channel, desk: desk, token: token).run()
              }
            }
          } catch {
            // The listening socket is closed.
          }
          group.cancelAll()
          connections.close()
        }
      }
    } onCancel: {
      server.channel.close(promise: nil)
    }
  }

  private static func reason(of error: any Error) -> String {
    (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
  }

  /// What became of a connection.
  enum Visit: Sendable {
    case page(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
    /// Requests are answered by a handler.
    case files
  }

  private func bind(
    _ connections: OpenConnections
  ) async throws -> NIOAsyncChannel<EventLoopFuture<Visit>, Never> {
    try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(AcceptPause()) }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 16, high: 1 << 18))
      .bind(host: address.host, port: address.port) { channel in
        connections.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          let visit = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration(connections))
          try pipeline.addHandler(
            UpgradeGate(gate, desk.pages),
            position: .before(pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Visit>.self)))
          let deadline = channel.eventLoop.scheduleTask(in: Self.deadline) { channel.close(promise: nil) }
          visit.whenComplete { _ in deadline.cancel() }
          return visit
        }
      }
  }

  private func configuration(_ connections: OpenConnections) -> NIOUpgradableHTTPServerPipelineConfiguration<Visit> {
    let upgrader = NIOTypedWebSocketServerUpgrader<Visit>(
      maxFrameSize: FrameAssembler.limit,
      // Those that are not welcome have been made ordinary requests.
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          let page = try NIOAsyncChannel<WebSocketFrame, WebSocketFrame>(wrappingChannelSynchronously: channel)
          // One that comes as the server ends is dropped before it is served, and must not be so while it is open: see
          // `Connection.accepted`, where clients do the same.
          channel.closeFuture.whenComplete { _ in withExtendedLifetime(page) {} }
          return Visit.page(page)
        }
      })
    let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Visit>(upgraders: [upgrader]) { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(RequestDeadline(Self.deadline))
        try pipeline.addHandler(ConsoleHandler(gate, desk.pages, connections))
        return .files
      }
    }
    var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade)
    var limits = NIOHTTPDecoderLimitConfiguration()
    (limits.maxHeaderFieldSize, limits.maxHeaderListSize, limits.maxHeaderFieldCount) = (4096, 8192, 64)
    configuration.decoderConfiguration = limits
    return configuration
  }
}
