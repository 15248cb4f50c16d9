import NIOCore
import NIOPosix
import Transport
import Wire

/// Asks an Attune server, or another one that speaks the Wyoming protocol.
///
/// For one command:
///
///     let client = AttuneClient(.unix(path: "/run/attune/attune.sock"))
///     let answer = try await client.understand(samples)
///     print(answer.intents.first?.name ?? "not understood")
///
/// For sound that goes on, one task sends while another one reads:
///
///     try await client.withConnection { sender, messages in
///       try await sender.send(Detect())
///       try await sender.send(AudioStart(format: .speech))
///       let sending = Task { for await portion in microphone { try await sender.send(samples: portion) } }
///       defer { sending.cancel() }
///       for try await case .intent(let intent) in messages { print(intent.name) }
///     }
///
/// A client holds nothing between two connections, so that a loop around `withConnection` is all it takes to reconnect.
/// Cancelling the task closes the connection.
public struct AttuneClient: Sendable {
  /// Where the server is.
  public let address: ServerAddress
  private let token: String?
  private let tls: ClientTLS?
  private let patience: Duration

  /// - Parameters:
  ///   - address: where the server is.
  ///   - token: what the server may ask for, above all where others than this machine reach it.
  ///   - tls: whom to trust; nil for a connection in clear text.
  ///   - patience: how long connecting may take, and how long the server's welcome; above 0.
  public init(
    _ address: ServerAddress, token: String? = nil, tls: ClientTLS? = nil, patience: Duration = .seconds(5)
  ) {
    precondition(patience > .zero)
    self.address = address
    self.token = token
    self.tls = tls
    self.patience = patience
  }

  /// Connects, shows the token where there is one, and closes when the body is over.
  ///
  /// - Parameters:
  ///   - isolation: the actor of whoever calls.
  ///   - body: sends to the server and reads its events.
  /// - Throws: `ClientError`, what the body throws, and `CancellationError` when the task is cancelled.
  public func withConnection<R>(
    isolation: isolated (any Actor)? = #isolation, _ body: (ClientSender, ServerMessages) async throws -> sending R
  ) async throws -> sending R {
    let connection = try await connect()
    return try await connection.executeThenClose { inbound, outbound in
      let sender = ClientSender(outbound: outbound)
      let messages = ServerMessages(inbound: inbound.makeAsyncIterator())
      if let token { try await authenticate(token, sender, messages, connection.channel) }
      return try await body(sender, messages)
    }
  }

  private func authenticate(
    _ token: String, _ sender: ClientSender, _ messages: ServerMessages, _ channel: any Channel
  ) async throws {
    let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
    let start = ContinuousClock.now
    defer { deadline.cancel() }
    // A server that turns everybody away may have closed already; what it said is to be read.
    try? await sender.send(Authenticate(token: token))
    for try await message in messages {
      switch message {
      case .authenticated: return
      case .error(let error): throw ClientError.refused(error)
      default: break
      }
    }
    throw start.duration(to: .now) < patience ? ClientError.closed : .tooLate(limit: patience)
  }

  private func connect() async throws -> Connection {
    let bootstrap = ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .connectTimeout(TimeAmount(patience))
      .channelOption(.allowRemoteHalfClosure, value: true)
    do {
      switch address {
      case .tcp(let tcp): return try await bootstrap.connect(host: tcp.host, port: tcp.port, channelInitializer: open)
      case .unix(let path):
        return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: open)
      }
    } catch let error as ClientError {
      throw error
    } catch {
      try Task.checkCancellation()
      throw ClientError.unreachable(address: address, reason: error.connectionReason)
    }
  }

  private func open(_ channel: any Channel) -> EventLoopFuture<Connection> {
    channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      if let tls { try pipeline.addHandler(try tls.handler(for: address)) }
      try pipeline.addHandler(EventCodec())
      return try Connection(
        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }
  }
}
