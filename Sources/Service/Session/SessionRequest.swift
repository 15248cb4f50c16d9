import JSON
import Recognition
import Wire

/// What a client wants to be told of its sound, until that ends.
struct SessionRequest: Sendable {
  /// The kind of answer.
  enum Kind: Hashable, Sendable {
    /// Everything that is noticed, utterance by utterance.
    case everything
    /// The transcript of the first command.
    case transcript
    /// Everything, and which of these intents were spotted; nil for all.
    case spotting(Set<String>?)
  }

  var kind = Kind.everything
  /// What is handed on to the answer.
  var context: [String: JSONValue]?
  /// Whether guesses are wanted while somebody speaks.
  var wantsPartials = false
  /// Whether a transcript is to be waited for.
  var expectsTranscript = false
  /// How transcripts write numbers.
  var numbers = NumberStyle.words
  /// Whether intents are wanted beside a transcript.
  var wantsIntents = true
  /// Whether it cannot be fulfilled, which the client has been told: the sound is not heard.
  var isRefused = false
  /// Whether something was spotted, or nothing ever can be.
  var isSpotted = false
  /// Whom the sound is meant for.
  var mode: HearingMode { if case .spotting = kind { .overheard } else { .addressed } }
  /// How long a silence ends what is said.
  var patience: Endpointer.Patience?

  init() {}

  init(_ transcribe: Transcribe) {
    kind = .transcript
    // Home Assistant's agent, which reads it, understands more of them so.
    numbers = .digits
    wantsIntents = transcribe.context?["intent"] == .bool(true)
    patience = transcribe.sensitivity.flatMap { Endpointer.Patience(rawValue: $0.rawValue) }
    read(transcribe.context)
  }

  /// - Parameter waking: the intents that are meant where no names are; none where all are.
  init(_ detect: Detect, waking: [String]) {
    let names = detect.names.flatMap { $0.isEmpty ? nil : $0 } ?? waking
    kind = .spotting(names.isEmpty ? nil : Set(names))
    read(detect.context)
  }

  /// Takes over what a context asks for.
  mutating func read(_ context: [String: JSONValue]?) {
    guard let context else { return }
    self.context = context
    if context["partial"] == .bool(true) { wantsPartials = true }
    if let style = context["numbers"]?.text.flatMap(NumberStyle.init) { numbers = style }
    if context["transcript"] == "expected" { expectsTranscript = true }
  }
}

/// How numbers are written.
enum NumberStyle: String, Sendable {
  case words, digits
}

/// What `detect` can ask for, by the names of the intents.
struct SpottedIntents {
  /// All of them.
  var all: [String] = []
  /// Those that wake.
  var waking: [String] = []
}
