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

  /// Sound that has begun and is not answered to its end.
  struct Sound {
    /// Whether `audio-start` has come: before, sound is only announced.
    var hasBegun = false
    /// Whether `audio-stop` has come.
    var hasEnded = false
    /// Whether everything up to there has been heard.
    var isHeard = false
    /// Utterances that have ended, and those that were answered.
    var (ended, answered) = (0, 0)
    /// Whether what was asked for is answered: the rest of the sound does not count.
    var isAnswered = false
    /// Whether something was spotted.
    var isSpotted = false
    /// The sound that was dropped and not yet told, and all that was dropped, in seconds.
    var (untold, dropped) = (0.0, 0.0)
    /// The format that cannot be heard, which the client has been told.
    var problem: AudioFormat?
  }

  let settings: Settings
  private let info: @Sendable () -> Info
  private var isAuthenticated: Bool
  private var rate: EventRate
  private(set) var isClosing = false
  /// When the server began to end.
  private var shutdown: ContinuousClock.Instant?
  var lastEvent: ContinuousClock.Instant
  var request = SessionRequest()
  var sound: Sound?
  var transcript = ReceivedTranscript()
  /// Utterances that wait for their transcript, and until when.
  var waiting: [(utterance: Utterance, until: ContinuousClock.Instant)] = []
  /// Texts and utterances that are being recognised or transcribed.
  var pending = 0
  /// The contexts of texts that are being recognised, in order.
  var readings: [(text: String, context: [String: JSONValue]?)] = []
  /// Until when sound is waited for after a transcript that announced it.
  var soundDeadline: ContinuousClock.Instant?

  /// - Parameter info: what the server can do, as of now.
  init(_ settings: Settings, at time: ContinuousClock.Instant, info: @escaping @Sendable () -> Info) {
    self.settings = settings
    self.info = info
    isAuthenticated = settings.token == nil
    rate = EventRate(perSecond: settings.limits.eventsPerSecond)
    lastEvent = time
  }

  /// Whether the client hears what the server's microphone hears.
  var hearsRoom: Bool { settings.hasRoom && isAuthenticated && !isClosing && sound?.hasBegun != true }

  /// Whether an event has to wait: what came before it is being answered still.
  func mustWait(with event: Event) -> Bool {
    guard !isClosing, let sound, sound.hasEnded || (sound.isAnswered && !sound.isHeard) else { return false }
    if [Transcript.type, Recognize.type].contains(event.type) { return event.announcesSound }
    return [AudioStart.type, AudioChunk.type, Transcribe.type, Detect.type].contains(event.type)
  }

  /// Takes an event.
  mutating func receive(_ event: Event, at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    lastEvent = time
    let message: Message
    do throws(EventError) { message = try Message(event) } catch {
      guard rate.count(at: time) else { return tooManyEvents() }
      return [.error(.malformed, error.description)]
    }
    guard message.isSound || rate.count(at: time) else { return tooManyEvents() }
    guard isAuthenticated || message.isAllowedToAnybody else {
      return fail(.unauthorized, "authenticate with the server's token first")
    }
    return receive(message, at: time)
  }

  /// Takes bytes that are no event.
  mutating func receive(_ error: WireError, at time: ContinuousClock.Instant) -> [SessionAction] {
    guard !isClosing else { return [] }
    lastEvent = time
    guard rate.count(at: time) else { return tooManyEvents() }
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
      // What the client had sent before may still be on its way.
      let quiet = time - lastEvent
      if quiet > .milliseconds(500) || time - shutdown > .seconds(settings.limits.shutdown / 2) {
        actions += endSound(at: time)
      }
      if quiet > .milliseconds(100), isDone { actions += fail(.shuttingDown, "the server ends") }
    } else if isIdle(at: time) {
      actions += fail(.idle, "no event in \(settings.limits.idle) s")
    }
    return actions
  }

  /// When `tick` has something to do, at the latest.
  var deadline: ContinuousClock.Instant {
    if shutdown != nil { return lastEvent }
    let waits = waiting.map(\.until) + [soundDeadline].compactMap(\.self)
    return (waits + [lastEvent + .seconds(settings.limits.idle)]).min() ?? lastEvent
  }

  private func isIdle(at time: ContinuousClock.Instant) -> Bool {
    !hasInputEnded && pending == 0 && !hearsRoom && time - lastEvent >= .seconds(settings.limits.idle)
  }

  private var isDone: Bool { pending == 0 && waiting.isEmpty && sound == nil }

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

  private mutating func tooManyEvents() -> [SessionAction] {
    fail(.tooManyEvents, "more than \(settings.limits.eventsPerSecond) events a second")
  }

  private mutating func receive(_ message: Message, at time: ContinuousClock.Instant) -> [SessionAction] {
    switch message {
    case .authenticate(let event): return authenticate(event)
    case .ping(let ping): return [.send(Pong(text: ping.text))]
    case .describe: return [.send(info())]
    case .transcribe(let event): return ask(SessionRequest(event))
    case .detect(let event): return ask(SessionRequest(event))
    case .audioStart(let event): return begin(event.format)
    case .audioChunk(let chunk): return hear(chunk)
    case .audioStop: return endSound(at: time)
    case .transcriptStart:
      transcript.begin()
      return []
    case .transcriptChunk(let chunk):
      transcript.append(chunk.text)
      return []
    case .transcriptStop: return endTranscript(at: time)
    case .transcript(let event): return receive(text: event.text, context: event.context, at: time)
    case .recognize(let event): return receive(text: event.text, context: event.context, at: time)
    // What servers say, and what is not known, is to be ignored.
    default: return []
    }
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

  /// Portions of sound that are bounded by how long they last.
  fileprivate var isSound: Bool {
    guard case .audioChunk(let chunk) = self, let frame = chunk.format.frameBytes else { return false }
    return chunk.samples.count / frame >= chunk.format.rate / 100
  }
}

extension Event {
  /// Whether sound is to follow a text.
  fileprivate var announcesSound: Bool {
    guard case .object(let context) = data["context"] else { return false }
    return context["audio"] == "expected"
  }
}

extension WireError {
  /// The code that tells it.
  var code: ErrorCode {
    switch self {
    case .malformedHeader, .malformedData, .malformedLength, .truncated: .malformed
    case .headerTooLong: .lineTooLong
    case .dataTooLong: .dataTooLong
    case .payloadTooLong: .payloadTooLong
    }
  }
}
