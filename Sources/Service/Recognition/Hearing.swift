import Capture
import Recognition
import Wire

/// What hears one sound: a recogniser, and what makes 16 kHz mono of the client's format.
struct Hearing: ~Copyable {
  /// How the sound is heard.
  struct Settings: Hashable, Sendable {
    var patience = Endpointer.Patience.default
    /// Whether guesses are wanted while somebody speaks.
    var partials = false
    /// The longest segment, in seconds.
    var segment: Double
    /// Whether somebody wants the samples of what was said.
    var keepsSound = false
  }

  private let settings: Settings
  private let engine: Engine
  private var recognizer: LiveRecognizer
  private var generation: Int
  private var format: AudioFormat?
  private var converter: SoundConverter?
  /// The seconds that were heard by recognisers before this one.
  private var before = 0.0
  /// When the speech that is being heard began, as the recogniser counts.
  private var speechStart: Double?

  private let isCancelled: Cancellation

  init(_ settings: Settings, engine: Engine, until isCancelled: @escaping Cancellation) {
    self.isCancelled = isCancelled
    self.settings = settings
    self.engine = engine
    (recognizer, generation) = engine.recognizer(settings)
  }

  /// A chunk of sound that may be heard now, together with those of other clients.
  var waitingChunk: WaitingChunk? { recognizer.waitingChunk }

  /// Takes in a portion of sound.
  mutating func hear(_ portion: SoundPortion, _ visit: (SoundReport) -> Void) throws {
    if speechStart == nil, generation != engine.library.generation { renew() }
    let samples = try convert(portion)
    try pass(arrival: portion.arrival, isTooLong: false, visit) { try $0.append(samples, $1) }
    guard let speechStart, recognizer.seconds - speechStart >= settings.segment else { return }
    try pass(arrival: portion.arrival, isTooLong: true, visit) { try $0.interrupt($1) }
  }

  /// Sound is missing here, or ends.
  mutating func interrupt(_ visit: (SoundReport) -> Void) throws {
    converter?.reset()
    try pass(arrival: .now, isTooLong: false, visit) { try $0.interrupt($1) }
  }

  /// What was said in an utterance.
  mutating func recognize(_ utterance: Utterance) throws -> [RecognitionResult] {
    recognizer.isCancelled = isCancelled
    return try recognizer.recognize(utterance.segment, with: utterance.tokens)
  }

  /// New commands are listened for from here on.
  private mutating func renew() {
    before += recognizer.seconds
    (recognizer, generation) = engine.recognizer(settings)
  }

  private mutating func convert(_ portion: SoundPortion) throws -> [Float] {
    switch portion.content {
    case .samples(let samples): return samples
    case .bytes(let bytes, let format):
      if self.format != format, let sample = format.sample {
        self.format = format
        converter = try SoundConverter(rate: format.rate, sample: sample, channels: format.channels)
      }
      return try converter?.convert(bytes) ?? []
    }
  }

  private mutating func pass(
    arrival: ContinuousClock.Instant, isTooLong: Bool, _ visit: (SoundReport) -> Void,
    _ work: (inout LiveRecognizer, (LiveEvent) -> Void) throws -> Void
  ) throws {
    var events: [LiveEvent] = []
    defer { for event in events { note(event, arrival: arrival, isTooLong: isTooLong, visit) } }
    try work(&recognizer) { events.append($0) }
  }

  private mutating func note(
    _ event: LiveEvent, arrival: ContinuousClock.Instant, isTooLong: Bool, _ visit: (SoundReport) -> Void
  ) {
    switch event {
    case .speech(let start):
      speechStart = start
      visit(.speech(start: before + start))
    case .partial(let command): visit(.partial(command))
    case .noise:
      speechStart = nil
      visit(.noise)
    case .ended(let segment):
      speechStart = nil
      visit(
        .ended(
          Utterance(
            segment: segment, start: before + segment.start, speechEnd: before + segment.speechEnd,
            isTooLong: isTooLong || segment.reason == .length, arrival: arrival)))
    }
  }
}
