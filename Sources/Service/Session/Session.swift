import Aligner
import JSON
import Recognition
import Wire

/// What a client says and is answered: a state machine without effects. Events, reports of what was heard, and the time go in, and what
/// is to be done comes out.
///
/// Sound begins with `audio-start` and ends with `audio-stop`; the recogniser finds the utterances in it. An utterance is answered when
/// it has ended, with a transcript of it where there is one:
///
/// - A `transcript` that has come since the last answer joins the utterance.
/// - One of which pieces (`transcript-start`, `transcript-chunk`) have come is waited for, as is one that was announced by
///   `{"transcript": "expected"}` in the context of `transcribe`, `recognize` or `detect`: `ServerLimits.transcript` seconds at most.
///   Then what has come of it is used.
/// - Otherwise the upstream recogniser is asked, where there is one.
///
/// A `transcript` or `recognize` without sound is answered at once. There is sound from `transcribe`, `detect` or `audio-start` until the
/// answer to its end; `{"audio": "expected"}` in a transcript's own context says that sound follows it.
struct Session {
  /// What does not change while a server runs.
  struct Settings: Sendable {
    var limits = ServerLimits()
    var token: Token?
    var hasUpstream = false
    /// Whether there is a microphone that clients hear.
    var hasRoom = false
  }

  let settings: Settings
  private let info: @Sendable () -> Info
  /// What can be spotted, as of now.
  let intents: @Sendable () -> SpottedIntents
  private(set) var isAuthenticated: Bool
  private let start: ContinuousClock.Instant
  private var rate: EventRate
  /// Whether an event has come: whoever sends something else first does not speak the protocol.
  private var hasSpoken = false
  /// Events that came before the token.
  private var strangeEvents = 0
  private(set) var isClosing = false
  /// Whether sound may go on, and begin: not for long once the server ends.
  private(set) var takesSound = true
  /// When the server began to end.
  private var shutdown: ContinuousClock.Instant?
  var lastEvent: ContinuousClock.Instant
  var request = SessionRequest()
  var sound = SessionSound.none
  var transcript = ReceivedTranscript()
  /// What has come of the sound and is not handed on yet.
  var partialSound = PartialSound()
  /// Utterances that wait for their transcript, and until when.
  var waiting: [(utterance: Utterance, until: ContinuousClock.Instant)] = []
  /// An utterance that was no command, where a transcript is asked for: a cough or the end of a wake word, perhaps, and what
  /// was asked for follows. Until when that is waited for; nil while somebody speaks.
  var passedOver: (utterance: Utterance, until: ContinuousClock.Instant?)?
  /// Texts and utterances that are being recognised or transcribed.
  var pending = 0
  /// The contexts of texts that are being recognised, in order.
  var readings: [(text: String, context: [String: JSONValue]?)] = []
  /// About how much memory those take, in bytes.
  var readingBytes = 0
  /// Until when sound is waited for after a transcript that announced it.
  var soundDeadline: ContinuousClock.Instant?

  /// - Parameters:
  ///   - intents: what can be spotted, as of now.
  ///   - info: what the server can do, as of now.
  init(
    _ settings: Settings, at time: ContinuousClock.Instant,
    intents: @escaping @Sendable () -> SpottedIntents = { .init() },
    info: @escaping @Sendable () -> Info
  ) {
    self.settings = settings
    self.intents = intents
    self.info = info
    isAuthenticated = settings.token == nil
    start = time
    rate = EventRate(perSecond: settings.limits.eventsPerSecond)
    lastEvent = time
  }

  /// Whether the client hears what the server's microphone hears.
  var hearsRoom: Bool { settings.hasRoom && isAuthenticated && !isClosing && !sound.hasBegun }

  /// Whether an event has to wait: what came before it is being answered still, or many answers are waited for.
  func mustWait(with event: Event) -> Bool {
    guard !isClosing else { return false }
    if pending >= settings.limits.questions || readingBytes >= 4 * settings.limits.text { return true }
    // What is refused at once is refused in its turn.
    if pending > 0, event.data["text"]?.text?.utf8.count ?? 0 > settings.limits.text { return true }
    guard sound.isEnding else { return false }
    if [Transcript.type, Recognize.type].contains(event.type) { return event.announcesSound }
    return [AudioStart.type, AudioChunk.type, Transcribe.type, Detect.type].contains(event.type)
  }

  /// How long the next event has to wait, because too many came.
  mutating func pause(at time: ContinuousClock.Instant) -> Duration { isClosing ? .zero : rate.pause(at: time) }

  /// Takes an event.
  mutating func receive(event: Event, at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    lastEvent = time
    hasSpoken = true
    let cost = event.cost
    let message: Message
    do throws(EventError) { message = try Message(event) } catch {
      rate.count(cost, at: time)
      return isAuthenticated ? [.error(.malformed, error.description)] : fail(.unauthorized, Self.tokenIsNeeded)
    }
    guard isAuthenticated else { return receive(fromStranger: message, at: time) }
    let actions = receive(message, at: time)
    // Sound that is heard is bounded by how long that takes.
    if !(message.isSound && sound.isHeard) { rate.count(cost, at: time) }
    return actions
  }

  /// Counts something that came with an event before.
  mutating func count(_ cost: Double) { rate.count(cost, at: lastEvent) }

  /// Takes bytes that are no event.
  mutating func receive(error: WireError, at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    lastEvent = time
    rate.count(10, at: time)
    if case .malformedHeader = error, !hasSpoken {
      return fail(.malformed, error.description + "; nothing that came before it was an event")
    }
    guard isAuthenticated || !error.isRecoverable else { return fail(.unauthorized, Self.tokenIsNeeded) }
    return error.isRecoverable ? [.error(error.code, error.description)] : fail(error.code, error.description)
  }

  /// The client sends no more; what it has sent is answered, and then the connection is closed.
  mutating func inputEnded(at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    hasInputEnded = true
    return endSound(at: time) + closeIfDone()
  }
  private(set) var hasInputEnded = false

  /// The server ends: what is under way is answered, and then the connection is closed.
  mutating func serverEnds(at time: ContinuousClock.Instant) {
    if shutdown == nil { shutdown = time }
  }

  /// The time goes on.
  mutating func tick(at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    var actions = stopWaiting(at: time)
    if let shutdown {
      // What the client had sent before may still be on its way. Sound that is overheard has no end that could be waited for.
      let quiet = time - lastEvent
      let patience = request.mode == .overheard ? 0.5 : settings.limits.shutdown / 2
      if time - shutdown > .seconds(patience) { takesSound = false }
      if quiet > .milliseconds(500) || !takesSound { actions += endSound(at: time) }
      if quiet > .milliseconds(100) || !takesSound, isDone { actions += fail(.shuttingDown, "the server ends") }
    } else if !isAuthenticated, time - start >= .seconds(settings.limits.authenticate) {
      actions += fail(.unauthorized, "no token within \(settings.limits.authenticate) s")
    } else if isIdle(at: time) {
      actions += fail(.idle, "no event in \(settings.limits.idle) s")
    }
    return actions
  }

  /// When `tick` has something to do, at the latest.
  var deadline: ContinuousClock.Instant {
    if shutdown != nil { return lastEvent }
    var waits = waiting.map(\.until) + [soundDeadline, passedOver?.until].compactMap(\.self)
    if !isAuthenticated { waits.append(start + .seconds(settings.limits.authenticate)) }
    return (waits + [lastEvent + .seconds(settings.limits.idle)]).min() ?? lastEvent
  }

  private func isIdle(at time: ContinuousClock.Instant) -> Bool {
    !hasInputEnded && pending == 0 && !hearsRoom && time - lastEvent >= .seconds(settings.limits.idle)
  }

  private var isDone: Bool { pending == 0 && waiting.isEmpty && sound == .none }

  /// Closes the connection where the client sends no more and everything is answered.
  mutating func closeIfDone() -> [SessionAction] {
    guard hasInputEnded, isDone else { return [] }
    isClosing = true
    return [.close]
  }

  /// Says what is wrong and closes the connection.
  mutating func fail(_ code: ErrorCode, _ text: String) -> [SessionAction] {
    isClosing = true
    return [.error(code, text), .close]
  }

  private mutating func receive(_ message: Message, at time: ContinuousClock.Instant) -> [SessionAction] {
    switch message {
    case .authenticate(let event): return authenticate(event)
    case .ping(let ping):
      guard ping.text?.utf8.count ?? 0 <= settings.limits.text else { return [tooLong("the text of a ping")] }
      return [.send(Pong(text: ping.text))]
    case .describe: return [.send(info())]
    case .transcribe(let event): return ask(event)
    case .detect(let event): return ask(event)
    case .audioStart(let event): return begin(event.format)
    case .audioChunk(let chunk): return hear(chunk)
    case .audioStop: return endSound(at: time)
    case .transcriptStart:
      transcript.begin()
      return []
    case .transcriptChunk(let chunk):
      let fits = transcript.append(chunk.text, limit: settings.limits.text)
      return fits ? [] : [tooLong("the pieces of the transcript together")]
    case .transcriptStop: return endTranscript(at: time)
    case .transcript(let event): return understand(text: event.text, context: event.context, at: time)
    case .recognize(let event): return understand(text: event.text, context: event.context, at: time)
    case .unknown(let event): return answer(unknown: event)
    // What servers say is to be ignored.
    default: return []
    }
  }

  private static let tokenIsNeeded = "authenticate with the server's token first"
  /// The most events before the token.
  private static let mostStrangeEvents = 16

  private mutating func receive(fromStranger message: Message, at time: ContinuousClock.Instant) -> [SessionAction] {
    strangeEvents += 1
    guard message.isAllowedToAnybody else { return fail(.unauthorized, Self.tokenIsNeeded) }
    guard strangeEvents <= Self.mostStrangeEvents else {
      return fail(.tooManyEvents, "\(Self.mostStrangeEvents) events without the server's token")
    }
    return receive(message, at: time)
  }

  private mutating func authenticate(_ event: Authenticate) -> [SessionAction] {
    guard settings.token?.matches(event.token) ?? true else { return fail(.unauthorized, "the token is wrong") }
    isAuthenticated = true
    return [.send(Authenticated())]
  }
}

extension Message {
  /// Events that need no token.
  fileprivate var isAllowedToAnybody: Bool {
    switch self {
    case .authenticate, .ping: true
    default: false
    }
  }

  /// Portions of sound of a millisecond or more.
  fileprivate var isSound: Bool {
    guard case .audioChunk(let chunk) = self, let frame = chunk.format.frameBytes else { return false }
    return chunk.samples.count / frame >= max(1, chunk.format.rate / 1000)
  }
}

extension Event {
  /// How many events it counts for: what is large takes longer to be read.
  fileprivate var cost: Double { 1 + Double(data.footprint) / 4096 }

  /// Whether sound is to follow a text.
  fileprivate var announcesSound: Bool {
    guard case .object(let context) = data["context"] else { return false }
    return context["audio"] == "expected"
  }
}
