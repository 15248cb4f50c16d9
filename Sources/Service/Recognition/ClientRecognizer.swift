import Capture
import Recognition
import Wire

/// What hears one client's sound: a recogniser, and what makes 16 kHz mono of the client's format.
struct ClientRecognizer: ~Copyable {
  /// How the sound is heard.
  struct Settings: Hashable, Sendable {
    var patience = Endpointer.Patience.default
    /// Whom the sound is meant for.
    var mode = HearingMode.addressed
    /// How long it listens once a name was called; nil where nobody has to call.
    var awake: AwakeTime?
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
    note(recognizer.append(samples), arrival: portion.arrival, isTooLong: false, visit)
    guard let speechStart, recognizer.seconds - speechStart >= settings.segment else { return }
    note(recognizer.interrupt(), arrival: portion.arrival, isTooLong: true, visit)
  }

  /// Sound is missing here, or ends.
  mutating func interrupt(_ visit: (SoundReport) -> Void) {
    converter?.reset()
    note(recognizer.interrupt(), arrival: .now, isTooLong: false, visit)
  }

  /// What was said in an utterance.
  func recognize(_ utterance: Utterance) throws -> [RecognitionResult] {
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

  private mutating func note(
    _ events: [LiveEvent], arrival: ContinuousClock.Instant, isTooLong: Bool, _ visit: (SoundReport) -> Void
  ) {
    for event in events {
      switch event {
      case .speech(let start):
        speechStart = start
        visit(.speech(start: before + start))
      case .partial(let command): visit(.partial(command))
      case .noise:
        speechStart = nil
        visit(.noise)
      case .woken(var call):
        call.time = before + call.time.lowerBound..<before + call.time.upperBound
        visit(.woken(call))
      case .asleep: break
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
}
