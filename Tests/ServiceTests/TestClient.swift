import JSON
import NIOCore
import NIOPosix
import NIOSSL
import Transport
import Wire

@testable import Service

/// A client over a real socket.
final class TestClient {
  private let connection: Connection
  private var inbound: NIOAsyncChannelInboundStream<Result<Event, WireError>>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<Event>

  private init(
    _ connection: Connection, _ inbound: NIOAsyncChannelInboundStream<Result<Event, WireError>>,
    _ outbound: NIOAsyncChannelOutboundWriter<Event>
  ) {
    self.connection = connection
    self.inbound = inbound.makeAsyncIterator()
    self.outbound = outbound
  }

  /// Connects, does something, and closes the connection.
  ///
  /// - Parameters:
  ///   - certificate: the server's, where it speaks TLS: PEM.
  ///   - version: the newest TLS that the client speaks.
  static func connect<Value>(
    to address: ListenAddress, trusting certificate: String? = nil, upTo version: TLSVersion? = nil,
    _ use: (TestClient) async throws -> Value
  ) async throws -> Value {
    let bootstrap = ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
      .channelOption(.allowRemoteHalfClosure, value: true)
    let security = try certificate.map { path in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .file(path)
      if let version { (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv1, version) }
      return try NIOSSLContext(configuration: configuration)
    }
    let setUp: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
      channel.eventLoop.makeCompletedFuture {
        if let security {
          let handler = try NIOSSLClientHandler(context: security, serverHostname: "localhost")
          try channel.pipeline.syncOperations.addHandler(handler)
        }
        try channel.pipeline.syncOperations.addHandler(EventCodec())
        return try Connection(wrappingChannelSynchronously: channel)
      }
    }
    let connection =
      switch address {
      case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port, channelInitializer: setUp)
      case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: setUp)
      }
    return try await connection.executeThenClose { inbound, outbound in
      try await use(TestClient(connection, inbound, outbound))
    }
  }

  /// Sends bytes one by one until the server closes the connection, or all are sent.
  ///
  /// - Returns: how many were sent.
  static func drip(_ bytes: [UInt8], every interval: Duration, to address: ListenAddress) async throws -> Int {
    guard case .tcp(let host, let port) = address else { return 0 }
    let channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup).connect(host: host, port: port)
      .get()
    for (index, byte) in bytes.enumerated() {
      guard channel.isActive, (try? await channel.writeAndFlush(ByteBuffer(bytes: [byte])).get()) != nil else {
        return index
      }
      try await Task.sleep(for: interval)
    }
    try await channel.close().get()
    return bytes.count
  }

  func send(_ event: Event) async throws { try await outbound.write(event) }

  /// Sends bytes that need be no event.
  func send(bytes: [UInt8]) async throws {
    let channel = connection.channel
    try await channel.eventLoop.submit {
      let codec = try channel.pipeline.syncOperations.context(handlerType: EventCodec.self)
      codec.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    }.get()
  }

  func send(_ event: some TypedEvent) async throws { try await outbound.write(event.event) }

  /// Sends sound, a tenth of a second at a time.
  func send(sound: [UInt8], format: AudioFormat = .speech, end: Bool = true) async throws {
    try await send(AudioStart(format: format))
    for start in stride(from: 0, to: sound.count, by: 3200) {
      try await send(
        AudioChunk(format: format, samples: Array(sound[start..<min(start + 3200, sound.count)])))
    }
    if end { try await send(AudioStop()) }
  }

  /// The next event; nil at the end.
  func next() async throws -> Event? { try await inbound.next()?.get() }

  /// The events up to one of this type, and it.
  func events(to type: String) async throws -> [Event] {
    var events: [Event] = []
    while let event = try await next() {
      events.append(event)
      if event.type == type { break }
    }
    return events
  }

  /// The types of all events up to the end.
  func rest() async throws -> [String] {
    var types: [String] = []
    while let event = try? await next() { types.append(event.type) }
    return types
  }

  /// Says that nothing more comes.
  func finish() async throws { try await connection.channel.close(mode: .output).get() }
}
