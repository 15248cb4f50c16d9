import Lexicon
import Recognition
import Wire

/// What the server tells of itself.
enum ServerInfo {
  /// The name of the one program.
  static let program = "attune"
  /// The name of what recognises and interprets.
  static let model = "commands"
  private static let attribution = Attribution(name: "Attune", url: "")

  /// Whether a recogniser is meant by a name.
  static func isRecognizer(_ name: String) -> Bool { name == model || name == program }

  /// Whether a language is understood: "en", "en-GB", "en_US" and so on. One that is not told is.
  static func understands(_ language: String) -> Bool {
    language.isEmpty || Language(tag: language) != nil
  }

  /// What can be spotted in sound that goes on.
  static func intents(of commands: CommandSet) -> SpottedIntents {
    SpottedIntents(all: commands.intents, waking: commands.wakePhrases.map(\.intent))
  }

  /// The answer to `describe`.
  static func info(of commands: CommandSet, version: String) -> Info {
    func program(_ description: String, _ models: [InfoModel], isRecognizer: Bool = false) -> InfoProgram {
      InfoProgram(
        name: Self.program, attribution: attribution, description: description, version: version, models: models,
        streamsTranscripts: isRecognizer ? false : nil, needsVoiceDetection: isRecognizer ? false : nil)
    }
    func model(_ name: String, phrase: String? = nil) -> InfoModel {
      InfoModel(
        name: name, attribution: attribution, version: version, languages: [commands.lexicon.language.code],
        phrase: phrase)
    }
    return Info(
      recognizers: [program("Writes down spoken commands", [model(Self.model)], isRecognizer: true)],
      interpreters: [program("Understands commands in words", [model(Self.model)])],
      spotters: commands.wakePhrases.isEmpty
        ? []
        : [
          program(
            "Spots commands in sound that goes on", commands.wakePhrases.map { model($0.intent, phrase: $0.phrase) })
        ])
  }
}
