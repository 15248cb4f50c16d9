import AttuneClient
import NIOCore
import NIOPosix

/// A socket that accepts clients.
struct Listener: Sendable {
  typealias Accepting = NIOAsyncChannel<Connection, Never>

  /// Where clients connect, with the port that was chosen.
  let address: ListenAddress
  let channel: Accepting
  private let file: SocketFile?

  /// Begins to listen.
  ///
  /// - Throws: `ServerError`.
  init(
    _ address: ListenAddress, limits: ServerLimits, security: TransportSecurity?, group: any EventLoopGroup
  ) async throws {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 14, high: 1 << 16))
    let setUp: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
      channel.eventLoop.makeCompletedFuture {
        try Connection.accepted(on: channel, limits: limits.event) { channel in
          if let security { try channel.pipeline.syncOperations.addHandler(security.handler) }
        }
      }
    }
    do {
      switch address {
      case .tcp(let host, let port):
        channel = try await bootstrap.bind(host: host, port: port, childChannelInitializer: setUp)
        self.address = .tcp(host: host, port: channel.channel.localAddress?.port ?? port)
        file = nil
      case .unix(let path):
        var file = try SocketFile(path: path)
        channel = try await file.whileBinding {
          try await bootstrap.bind(unixDomainSocketPath: path, childChannelInitializer: setUp)
        }
        self.address = address
        self.file = file
      }
    } catch let error as ServerError {
      throw error
    } catch {
      throw ServerError.cannotListen(address: address, reason: error.connectionReason)
    }
  }

  /// Accepts no more clients.
  func close() {
    channel.channel.close(promise: nil)
    file?.remove()
  }
}
