import JSON
import NIOCore
import NIOPosix
import Transport
import Wire

/// A socket that accepts clients.
struct Listener: Sendable {
  /// A connection, and what it may make the server hold.
  typealias Accepted = (connection: Connection, memory: MemoryShare)
  typealias Accepting = NIOAsyncChannel<Accepted, Never>

  /// What connections are accepted with.
  struct Settings: Sendable {
    var limits: ServerLimits
    /// What clients have to show.
    var token: Token?
    /// TLS; nil for clear text.
    var security: TransportSecurity?
    var memory: MemoryPool
    var descriptors: Descriptors
  }

  /// Where clients connect, with the port that was chosen.
  let address: ListenAddress
  let channel: Accepting
  private let file: SocketFile?

  /// Begins to listen.
  ///
  /// - Throws: `ServerError`.
  init(_ address: ListenAddress, _ settings: Settings, group: any EventLoopGroup) async throws {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptGate(settings.descriptors))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      // What has been read and is not wanted yet is one portion.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 14, high: 1 << 16))
    let setUp: @Sendable (any Channel) -> EventLoopFuture<Accepted> = { channel in
      channel.eventLoop.makeCompletedFuture {
        let memory = MemoryShare(of: settings.memory, allowance: ServerLimits.allowance)
        let codec = EventCodec(
          limits: settings.limits.event, admission: settings.token?.admission, memory: memory)
        let connection = try Connection.accepted(on: channel, codec) { channel in
          if let security = settings.security, !address.isUnix {
            try channel.pipeline.syncOperations.addHandler(security.handler)
          }
        }
        return (connection, memory)
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

extension ListenAddress {
  fileprivate var isUnix: Bool { if case .unix = self { true } else { false } }
}

extension Token {
  /// What may be sent before it.
  fileprivate var admission: Admission {
    Admission { event in
      event.type == Authenticate.type && (event.data["token"]?.text).map { matches($0) } ?? false
    }
  }
}
