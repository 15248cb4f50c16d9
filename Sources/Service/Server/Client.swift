import JSON
import Logging
import NIOCore
import Recognition
import Synchronization
import Transport
import Upstream
import Wire

/// One client: does what its session wants to be done.
actor Client {
  /// What all clients are served with.
  struct Services: Sendable {
    var engine: Engine
    var settings: Session.Settings
    var upstream: UpstreamTranscriber?
    var intents: @Sendable () -> SpottedIntents
    var info: @Sendable () -> Info
    var logger: Logger
    var guesses = Guesses()
  }

  /// The directions of a connection.
  private struct Directions: OptionSet {
    let rawValue: Int
    static let input = Directions(rawValue: 1)
    static let output = Directions(rawValue: 2)
    static let both: Directions = [.input, .output]
  }

  private let services: Services
  private let connection: Connection
  private let outbox: Outbox
  private let stream: ClientWork
  private let reports: AsyncStream<SoundReport>
  private let memory: MemoryShare
  private var session: Session
  /// Whoever waits for the session to change.
  private var waiting: CheckedContinuation<Void, Never>?
  private var transcriptions: [Int: Task<Void, Never>] = [:]
  private var transcriptionCount = 0
  /// When `tick` has something to do.
  nonisolated private let due: Mutex<ContinuousClock.Instant>

  /// - Parameter memory: what is held for the client.
  init(_ connection: Connection, _ memory: MemoryShare, _ services: Services) {
    self.connection = connection
    self.memory = memory
    self.services = services
    outbox = Outbox(limit: services.settings.limits.unread)
    let (reports, continuation) = AsyncStream<SoundReport>.makeStream()
    self.reports = reports
    stream = ClientWork(
      services.engine, segment: services.settings.limits.segment, memory: memory,
      keepsSound: services.settings.hasUpstream
    ) { continuation.yield($0) }
    session = Session(services.settings, at: .now, intents: services.intents, info: services.info)
    due = Mutex(session.deadline)
  }

  /// Serves the client until the connection is closed.
  func serve() async {
    do {
      try await connection.executeThenClose { inbound, outbound in
        await withTaskGroup { group in
          group.addTask { await self.send(to: outbound) }
          group.addTask { await self.listen() }
          group.addTask { await self.read(inbound) }
          // A client that has closed its side may still be answered, and one that was told its last may still be sending.
          var open = Directions.both
          while !open.isEmpty, let closed = await group.next() { open.subtract(closed) }
          group.cancelAll()
        }
      }
    } catch {
      services.logger.debug("a connection failed", metadata: ["error": "\(error)"])
    }
    // What was asked for a client that is gone is not worth being done.
    for task in transcriptions.values { task.cancel() }
    stream.abandon()
  }

  /// Does what has to be done by now.
  nonisolated func tick(at time: ContinuousClock.Instant) async {
    guard due.withLock({ $0 <= time }) else { return }
    await run { $0.tick(at: time) }
  }

  /// The server ends.
  func serverEnds() async {
    await run { session in
      session.serverEnds(at: .now)
      return []
    }
  }

  /// Something was noticed in the sound of the server's microphone.
  func heard(inRoom report: SoundReport) async { await run { $0.accept(fromRoom: report) } }

  /// Closes the connection whatever waits.
  func close() {
    outbox.finish()
    connection.channel.close(promise: nil)
  }

  /// - Returns: the directions that are closed then, as of `listen` and `read`.
  private func send(to outbound: NIOAsyncChannelOutboundWriter<Event>) async -> Directions {
    for await event in outbox.events {
      do { try await outbound.write(event) } catch { return .both }
      outbox.sent(event)
    }
    outbound.finish()
    return .output
  }

  private func listen() async -> Directions {
    for await report in reports { await run { $0.accept(report: report, at: .now) } }
    return []
  }

  private func read(_ inbound: NIOAsyncChannelInboundStream<Result<Event, WireError>>) async -> Directions {
    do {
      for try await result in inbound {
        services.engine.metrics.received()
        await receive(result)
      }
    } catch {
      return .both
    }
    await run { $0.inputEnded(at: .now) }
    return .input
  }

  private func receive(_ result: Result<Event, WireError>) async {
    // Who sends too much is not read meanwhile: its own socket fills up.
    let pause = session.pause(at: .now)
    if pause > .zero { try? await Task.sleep(for: pause) }
    switch result {
    case .success(let event):
      defer { memory.give(event.footprint) }
      while session.mustWait(with: event), !Task.isCancelled { await change() }
      if event.type == Authenticate.type, !session.isAuthenticated {
        await authenticate(event)
      } else {
        await run { $0.receive(event: event, at: .now) }
      }
    case .failure(let error): await run { $0.receive(error: error, at: .now) }
    }
  }

  private func authenticate(_ event: Event) async {
    let address = connection.channel.remoteAddress
    guard let wait = services.guesses.wait(from: address, at: .now) else {
      return await run { $0.fail(.unauthorized, "too many wrong tokens from this address; try again later") }
    }
    if wait > .zero { try? await Task.sleep(for: wait) }
    await run { $0.receive(event: event, at: .now) }
    if session.isAuthenticated { services.guesses.wasRight(from: address) }
  }

  /// Waits until the session has changed, or the task is cancelled.
  private func change() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiting = $0 }
    } onCancel: {
      Task { await self.changed() }
    }
  }

  private func changed() {
    waiting?.resume()
    waiting = nil
  }

  private func run(_ step: (inout Session) -> [SessionAction]) async {
    let actions = step(&session)
    due.withLock { $0 = session.deadline }
    changed()
    for action in actions { await perform(action) }
  }

  private func perform(_ action: SessionAction) async {
    switch action {
    case .send(let event): send(event)
    case .hear(let chunk): await hear(chunk)
    case .ask(let work): stream.add(work)
    case .transcribe(let utterance): transcribe(utterance)
    case .close:
      outbox.finish()
      connection.closeSoon()
    }
  }

  private func send(_ event: Event) {
    if event.type == ErrorEvent.type, let code = event.data["code"]?.text {
      services.engine.metrics.failed(ErrorCode(rawValue: code))
    }
    guard !outbox.append(event) else { return }
    services.engine.metrics.failed(.slowReader)
    services.logger.info("a client does not read what it is sent; it is dropped")
    _ = session.fail(.slowReader, "")
    let limit = services.settings.limits.unread
    outbox.finish(with: ErrorEvent(text: "more than \(limit) bytes were not read", code: .slowReader).event)
    connection.closeSoon()
  }

  /// Hears sound. Where much of it waits, the client is slowed down; where that does not help, sound is dropped.
  private func hear(_ chunk: AudioChunk) async {
    let limits = services.settings.limits
    for portion in SoundPortion.portions(of: chunk, arrival: .now) {
      if await hear(portion, until: .now + .seconds(limits.patience)) {
        for action in session.accepted() { await perform(action) }
      } else {
        services.engine.metrics.dropped(seconds: portion.seconds)
        for action in session.dropped(seconds: portion.seconds) { await perform(action) }
      }
    }
  }

  private func hear(_ portion: SoundPortion, until deadline: ContinuousClock.Instant) async -> Bool {
    var portion = portion
    while !stream.hear(portion, limit: services.settings.limits.queue) {
      guard !session.isDropping, .now < deadline, !Task.isCancelled else { return false }
      try? await Task.sleep(for: .milliseconds(10))
      portion.arrival = .now
    }
    return true
  }

  private func transcribe(_ utterance: Utterance) {
    let id = transcriptionCount
    transcriptionCount += 1
    transcriptions[id] = Task {
      let text = await services.upstream?.transcript(of: utterance.segment.samples)
      transcriptions[id] = nil
      await run { $0.transcribed(utterance, as: text) }
    }
  }
}
