import Recognition
import Synchronization
import Wire

/// One client's sound and questions on their way through the recognition pool.
///
/// Sendable because `hearing` and `settings` are touched by `work` alone, and the pool lets one thread at a time do that: a stream is in its
/// queue at most once, which `inbox` guards.
final class SoundStream: @unchecked Sendable {
  private let engine: Engine
  private var settings: Hearing.Settings
  private let report: @Sendable (SoundReport) -> Void
  private let inbox = Mutex(StreamInbox())
  private var hearing: Hearing?

  /// - Parameters:
  ///   - report: is told, on a thread of the pool, what is noticed; it has to return soon.
  ///   - segment: the longest segment, in seconds.
  ///   - keepsSound: whether utterances have their samples.
  init(_ engine: Engine, segment: Double, keepsSound: Bool = false, report: @escaping @Sendable (SoundReport) -> Void) {
    self.engine = engine
    settings = Hearing.Settings(patience: engine.patience, segment: segment, keepsSound: keepsSound)
    self.report = report
  }

  /// Asks for something to be done.
  func add(_ work: StreamWork) {
    let isFirst = inbox.withLock { inbox in
      inbox.append(work)
      defer { inbox.isScheduled = true }
      return !inbox.isScheduled
    }
    if isFirst { engine.pool.schedule(self) }
  }

  /// Asks for sound to be heard.
  ///
  /// - Parameter limit: the most sound that waits, in seconds.
  /// - Returns: false, and nothing is heard, where too much waits already.
  func hear(_ portion: SoundPortion, limit: Double) -> Bool {
    guard inbox.withLock({ $0.hasRoom(for: portion, limit: limit) }) else { return false }
    add(.hear(portion))
    return true
  }

  /// A chunk of sound that may be heard now, together with those of other streams; between `work` and `release`.
  var waitingChunk: WaitingChunk? { hearing?.waitingChunk }

  /// Does one thing.
  func work() {
    if let work = inbox.withLock({ $0.next() }) {
      do { try perform(work) } catch {
        engine.metrics.failed(.internal)
        report(.failed(work.kind, reason: "\(error)"))
      }
    }
  }

  /// Ends a turn.
  ///
  /// - Returns: whether there is more to do; if so, the stream is still the caller's, to be put into the queue.
  func release() -> Bool {
    inbox.withLock { inbox in
      inbox.isScheduled = !inbox.isEmpty
      return inbox.isScheduled
    }
  }

  private func perform(_ work: StreamWork) throws {
    switch work {
    case .begin(let patience, let partials):
      settings.patience = patience ?? engine.patience
      settings.partials = partials
    case .hear(let portion):
      engine.metrics.waited(since: portion.arrival)
      let start = ContinuousClock.now
      defer { engine.metrics.heard(seconds: portion.seconds, took: .now - start) }
      begin()
      try hearing?.hear(portion, report)
    case .gap: try hearing?.interrupt(report)
    case .end:
      defer { end() }
      try hearing?.interrupt(report)
    case .understand(let utterance): try understand(utterance)
    case .read(let tokens): report(.read(try engine.read(tokens)))
    case .drop: end()
    }
  }

  /// A recogniser is made with the first sound: a client that sends none costs next to nothing.
  private func begin() {
    guard hearing == nil else { return }
    hearing = Hearing(settings, engine: engine)
    engine.metrics.streamsChanged(by: 1)
  }

  private func end() {
    if hearing != nil { engine.metrics.streamsChanged(by: -1) }
    hearing = nil
    engine.memory.soon()
    report(.finished)
  }

  private func understand(_ utterance: Utterance) throws {
    // The sound may have ended, and its recogniser with it.
    var results: [RecognitionResult]
    if hearing != nil {
      results = try hearing?.recognize(utterance) ?? []
    } else {
      var late = Hearing(settings, engine: engine)
      results = try late.recognize(utterance)
    }
    engine.metrics.understood(results, since: utterance.arrival)
    report(.understood(utterance, results))
  }
}
