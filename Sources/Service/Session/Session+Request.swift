import JSON
import Lexicon
import Wire

extension Session {
  /// A transcript of the sound is wanted.
  mutating func ask(_ event: Transcribe) -> [SessionAction] {
    guard !isTooLong(event.context) else { return [contextIsTooLong] }
    var request = SessionRequest(event)
    var actions: [SessionAction] = []
    if let name = event.name, !name.isEmpty, !ServerInfo.isRecognizer(name) {
      actions = [.error(.unknownModel, "there is no model '\(name.excerpt)' here; there is '\(ServerInfo.model)'")]
    } else if let language = event.language, !ServerInfo.understands(language) {
      let known = Language.all.map { "'\($0.code)'" }.joined(separator: ", ")
      actions = [.error(.unknownLanguage, "'\(language.excerpt)' is not understood here; \(known) is")]
    }
    request.isRefused = !actions.isEmpty
    return actions + ask(request)
  }

  /// Commands are to be spotted in the sound.
  mutating func ask(_ event: Detect) -> [SessionAction] {
    guard !isTooLong(event.context), event.names.map({ $0.footprint <= ServerLimits.request }) ?? true else {
      return [contextIsTooLong]
    }
    let intents = intents()
    let actions = ask(SessionRequest(event, waking: intents.waking))
    guard case .spotting(let names?) = request.kind, names.isDisjoint(with: intents.all) else { return actions }
    // Nothing of what is waited for will ever come. What is said is told all the same.
    self.request.isSpotted = true
    return actions + [.send(NotDetected(context: request.context))]
  }

  /// What is another kind of service's is not passed over in silence: somebody waits for it.
  func answer(unknown event: Event) -> [SessionAction] {
    switch event.type {
    case "select-program":
      guard let name = event.data["name"]?.text else {
        return [.error(.malformed, "'select-program': data.name is missing; expected a text")]
      }
      guard name != ServerInfo.program else { return [] }
      return [
        .error(.unknownModel, "there is no program '\(name.excerpt)' here; there is '\(ServerInfo.program)'")
      ]
    case "synthesize", "synthesize-start", "synthesize-chunk", "synthesize-stop":
      return [.error(.unsupported, "'\(event.type)': this server does not speak")]
    case "run-pipeline", "run-satellite", "pause-satellite":
      return [.error(.unsupported, "'\(event.type)': this server runs no pipelines and no satellites")]
    // What is not known is to be ignored.
    default: return []
    }
  }

  /// Whether a context is more than is handed on.
  func isTooLong(_ context: [String: JSONValue]?) -> Bool { context?.footprint ?? 0 > ServerLimits.request }

  /// The error of such a context.
  var contextIsTooLong: SessionAction {
    .error(.requestTooLong, "a context or a list of names takes more than \(ServerLimits.request) bytes")
  }
}

extension [String] {
  /// About how much memory they take, in bytes.
  fileprivate var footprint: Int { reduce(0) { $0 + 32 + $1.utf8.count } }
}

extension String {
  /// The beginning, for messages.
  fileprivate var excerpt: String { count > 80 ? prefix(80) + "…" : self }
}
