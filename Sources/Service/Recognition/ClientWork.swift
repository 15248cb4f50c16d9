import Aligner
import Lexicon
import Recognition
import Synchronization
import Wire

/// One client's sound and questions on their way through the recognition pool.
///
/// Sendable because `recognizer` and `settings` are touched by `work` alone, and the pool lets one thread at a time do that: a stream is in its
/// queue at most once, which `inbox` guards.
final class ClientWork: @unchecked Sendable {
  private let engine: Engine
  private var settings: ClientRecognizer.Settings
  private let report: @Sendable (SoundReport) -> Void
  private let inbox = Mutex(WorkInbox())
  /// What the sound that waits is held in; nil where nobody counts.
  private let memory: MemoryShare?
  private let isAbandoned = Atomic(false)
  private var recognizer: ClientRecognizer?

  /// - Parameters:
  ///   - report: is told, on a thread of the pool, what is noticed; it has to return soon.
  ///   - segment: the longest segment, in seconds.
  ///   - memory: what the sound that waits is held in; nil where nobody counts.
  ///   - keepsSound: whether utterances have their samples.
  init(
    _ engine: Engine, segment: Double, memory: MemoryShare? = nil, keepsSound: Bool = false,
    report: @escaping @Sendable (SoundReport) -> Void
  ) {
    self.engine = engine
    self.memory = memory
    settings = ClientRecognizer.Settings(patience: engine.patience, segment: segment, keepsSound: keepsSound)
    self.report = report
  }

  /// Asks for something to be done.
  func add(_ work: WorkItem) {
    change { $0.append(work) }
  }

  private func change(_ body: (inout WorkInbox) -> Void) {
    let (isFirst, given) = inbox.withLock { inbox in
      let before = inbox.bytes
      body(&inbox)
      defer { inbox.isScheduled = true }
      return (!inbox.isScheduled, before - inbox.bytes)
    }
    if given > 0 { memory?.give(given) }
    if isFirst { engine.pool.schedule(self) }
  }

  /// Asks for sound to be heard.
  ///
  /// - Parameter limit: the most sound that waits, in seconds.
  /// - Returns: false, and nothing is heard, where too much waits already.
  func hear(_ portion: SoundPortion, limit: Double) -> Bool {
    guard inbox.withLock({ $0.hasRoom(for: portion, limit: limit) }) else { return false }
    guard memory?.take(portion.byteCount) ?? true else { return false }
    add(.hear(portion))
    return true
  }

  /// Nobody waits for anything any more: what waits is dropped, and what is under way stops soon.
  func abandon() {
    isAbandoned.store(true, ordering: .relaxed)
    change { inbox in
      inbox.removeAll()
      inbox.append(.drop)
    }
  }

  /// A chunk of sound that may be heard now, together with those of other streams; between `work` and `release`.
  var waitingChunk: WaitingChunk? { recognizer?.waitingChunk }

  /// Does one thing.
  func work() {
    if let work = inbox.withLock({ $0.next() }) {
      if case .hear(let portion) = work { memory?.give(portion.byteCount) }
      do { try perform(work) } catch let LexiconError.tooLong(what, limit) {
        report(.failed(.longText, reason: LexiconError.tooLong(what: what, limit: limit).description))
      } catch {
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

  private func perform(_ work: WorkItem) throws {
    switch work {
    case .begin(let patience, let mode, let awake, let partials):
      settings.patience = patience ?? engine.patience
      settings.mode = mode
      settings.awake = awake
      settings.partials = partials
    case .hear(let portion):
      engine.metrics.waited(since: portion.arrival)
      let start = ContinuousClock.now
      defer { engine.metrics.heard(seconds: portion.seconds, took: .now - start) }
      begin()
      try recognizer?.hear(portion, report)
    case .gap: recognizer?.interrupt(report)
    case .end:
      recognizer?.interrupt(report)
      end()
    case .understand(let utterance): try understand(utterance)
    case .read(let tokens, let kind): try read(tokens, as: kind)
    case .drop: end()
    }
  }

  /// Searches by text end once the client is gone or the pool is stopped.
  private var cancellation: Cancellation {
    { [weak self] in
      guard let self else { return true }
      return isAbandoned.load(ordering: .relaxed) || engine.pool.isStopped
    }
  }

  /// A recogniser is made with the first sound: a client that sends none costs next to nothing.
  private func begin() {
    guard recognizer == nil else { return }
    recognizer = ClientRecognizer(settings, engine: engine, until: cancellation)
    engine.metrics.streamsChanged(by: 1)
  }

  private func end() {
    if recognizer != nil { engine.metrics.streamsChanged(by: -1) }
    recognizer = nil
    engine.memory.soon()
    report(.finished)
  }

  /// An utterance without its transcript, where that is too long to be worked on; this is told.
  private func bounded(_ utterance: Utterance) -> Utterance {
    var transcript = TokenTranscript()
    for token in utterance.tokens { transcript.append(token) }
    do throws(LexiconError) {
      _ = try transcript.boundedWords()
      return utterance
    } catch {
      report(.failed(.longTranscript, reason: "the transcript is not used: \(error)"))
      var alone = utterance
      alone.tokens = []
      return alone
    }
  }

  private func read(_ tokens: [TranscriptToken], as kind: TextKind) throws {
    let start = ContinuousClock.now
    let results = try engine.read(tokens, as: kind, until: cancellation)
    let took = (ContinuousClock.now - start) / .seconds(1)
    report(.read(results))
    // Who watches keeps nobody waiting.
    engine.tell(Answer(results: results, text: tokens.map(\.text).joined(separator: " "), wait: 0, computing: took))
  }

  private func understand(_ utterance: Utterance) throws {
    let utterance = bounded(utterance)
    // The sound may have ended, and its recogniser with it.
    var results: [RecognitionResult]
    if recognizer != nil {
      results = try recognizer?.recognize(utterance) ?? []
    } else {
      let late = ClientRecognizer(settings, engine: engine, until: cancellation)
      results = try late.recognize(utterance)
    }
    engine.metrics.understood(results, since: utterance.arrival)
    let took = (ContinuousClock.now - utterance.arrival) / .seconds(1)
    let wait = max(0, utterance.segment.end - utterance.segment.speechEnd)
    report(.understood(utterance, results))
    engine.tell(Answer(results: results, text: utterance.transcript ?? "", wait: wait, computing: took))
  }
}
