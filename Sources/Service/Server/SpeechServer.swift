public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization
public import Upstream
import Wire

/// The service: clients connect, send sound and transcripts, and are told what was said.
///
///     let server = SpeechServer(configuration, engine: engine, logger: logger)
///     try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm], logger: logger).run()
///
/// One task serves each connection; what it answers, `Session` decides. When the server ends gracefully it accepts no more clients,
/// answers what is under way, and closes.
public final class SpeechServer: Service {
  /// How a server is set up.
  public struct Configuration: Sendable {
    /// Where to listen.
    public var addresses: [ListenAddress]
    /// What clients may ask for.
    public var limits = ServerLimits()
    /// What clients have to show; nil where they need not.
    public var token: Token?
    /// TLS for connections over TCP; nil for clear text.
    public var security: TransportSecurity?
    /// Whether others than this machine may connect without a token and in clear text.
    public var isInsecure = false
    /// The version that clients are told.
    public var version: String

    /// A server that listens there, for programs of this machine.
    public init(addresses: [ListenAddress], version: String) {
      self.addresses = addresses
      self.version = version
    }
  }

  /// How often waits and idle times are looked at.
  private static let tick = Duration.milliseconds(100)

  private let configuration: Configuration
  private let services: Client.Services
  private let clients: ClientTable
  private let listening: @Sendable (ListenAddress) -> Void
  private let descriptors = Descriptors()

  /// - Parameters:
  ///   - engine: what recognises.
  ///   - upstream: another recogniser, which is asked for a transcript of each utterance.
  ///   - room: what a microphone hears, for all clients.
  ///   - listening: is told each address as soon as clients can connect there.
  public init(
    _ configuration: Configuration, engine: Engine, upstream: UpstreamTranscriber? = nil, room: Room? = nil,
    logger: Logger, listening: @escaping @Sendable (ListenAddress) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.listening = listening
    clients = ClientTable(limit: configuration.limits.clients)
    var settings = Session.Settings()
    settings.limits = configuration.limits
    settings.token = configuration.token
    settings.hasUpstream = upstream != nil
    settings.hasRoom = room != nil
    services = Client.Services(
      engine: engine, settings: settings, upstream: upstream,
      intents: { [library = engine.library] in ServerInfo.intents(of: library.current) },
      info: { [version = configuration.version] in ServerInfo.info(of: engine.library.current, version: version) },
      logger: logger)
    room?.connect { [clients] report in
      for client in clients.all { await client.heard(inRoom: report) }
    }
  }

  /// Serves until the server ends gracefully, or its task is cancelled.
  ///
  /// - Throws: `ServerError` where it cannot listen.
  public func run() async throws {
    try check()
    var listeners: [Listener] = []
    defer { for listener in listeners { listener.close() } }
    let settings = Listener.Settings(
      limits: configuration.limits, token: configuration.token, security: configuration.security,
      memory: MemoryPool(limit: configuration.limits.memory), descriptors: descriptors)
    for address in configuration.addresses {
      listeners.append(try await Listener(address, settings, group: NIOSingletons.posixEventLoopGroup))
    }
    limitClients()
    for listener in listeners { listening(listener.address) }
    try await withGracefulShutdownHandler { [listeners] in
      try await serve(listeners)
    } onGracefulShutdown: { [listeners, clients] in
      clients.end()
      for listener in listeners { listener.close() }
    }
  }

  private func check() throws(ServerError) {
    guard !configuration.addresses.isEmpty else { throw .noAddress }
    guard configuration.token == nil, configuration.security == nil, !configuration.isInsecure else { return }
    if let address = configuration.addresses.first(where: { !$0.isLocal }) { throw .exposed(address: address) }
  }

  /// No more clients are taken than there are descriptors for.
  private func limitClients() {
    let room = Descriptors.room(each: services.upstream == nil ? 1 : 2)
    // A fifth of them may be there only to be told that they are too many.
    let limit = max(1, room * 4 / 5)
    guard limit < clients.limit else { return }
    services.logger.warning(
      "the system gives this process descriptors for \(limit) clients, not \(clients.limit): see ulimit -n")
    clients.limit = limit
  }

  private func serve(_ listeners: [Listener]) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { await self.watch() }
      group.addTask {
        // Whichever way the listeners end, clients that are there are served to their end.
        try await withThrowingDiscardingTaskGroup { group in
          for listener in listeners { group.addTask { try await self.accept(from: listener) } }
        }
      }
      try await group.waitForAll()
    }
  }

  private func accept(from listener: Listener) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      try await listener.channel.executeThenClose { inbound in
        for try await accepted in inbound { group.addTask { await self.serve(accepted) } }
      }
    }
  }

  private func serve(_ accepted: Listener.Accepted) async {
    let connection = accepted.connection
    guard !descriptors.isRefused(connection.channel as AnyObject) else {
      return await refuse(accepted, "the server has no descriptor left for another client", isLingering: false)
    }
    let client = Client(connection, accepted.memory, services)
    guard clients.add(client) else {
      let isLingering = clients.beginLingering()
      defer { if isLingering { clients.endLingering() } }
      let text = "the server has \(clients.limit) clients, as many as it takes"
      return await refuse(accepted, text, isLingering: isLingering)
    }
    services.engine.metrics.clientsChanged(by: 1)
    await client.serve()
    clients.remove(client)
    services.engine.metrics.clientsChanged(by: -1)
  }

  /// - Parameter isLingering: whether the client may finish what it is sending, so that it reads why in any case.
  private func refuse(_ accepted: Listener.Accepted, _ text: String, isLingering: Bool) async {
    services.engine.metrics.failed(.busy)
    let connection = accepted.connection
    try? await connection.executeThenClose { inbound, outbound in
      try await outbound.write(ErrorEvent(text: text, code: .busy).event)
      guard isLingering else { return }
      outbound.finish()
      connection.closeSoon()
      for try await case .success(let event) in inbound { accepted.memory.give(event.footprint) }
    }
  }

  /// Lets time go on for all clients, until the server has ended.
  private func watch() async {
    var end: ContinuousClock.Instant?
    while !Task.isCancelled {
      let now = ContinuousClock.now
      let all = clients.all
      if clients.isEnding {
        if end == nil { for client in all { await client.serverEnds() } }
        let deadline = end ?? now + .seconds(configuration.limits.shutdown)
        end = deadline
        if all.isEmpty { return }
        if now >= deadline { for client in all { await client.close() } }
      }
      for client in all { await client.tick(at: now) }
      // Cancellation is not what a graceful end is.
      try? await Task.sleep(for: Self.tick)
    }
  }
}
