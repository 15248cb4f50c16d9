import Wire

/// What the server tells of itself.
enum ServerInfo {
  private static let attribution = Attribution(name: "Attune", url: "")

  /// The answer to `describe`.
  static func info(of commands: CommandSet, version: String) -> Info {
    func program(_ description: String, _ models: [InfoModel], isRecognizer: Bool = false) -> InfoProgram {
      InfoProgram(
        name: "attune", attribution: attribution, description: description, version: version, models: models,
        streamsTranscripts: isRecognizer ? false : nil, needsVoiceDetection: isRecognizer ? false : nil)
    }
    func model(_ name: String, phrase: String? = nil) -> InfoModel {
      InfoModel(name: name, attribution: attribution, version: version, languages: ["en"], phrase: phrase)
    }
    return Info(
      recognizers: [program("Writes down spoken commands", [model("commands")], isRecognizer: true)],
      interpreters: [program("Understands commands in words", [model("commands")])],
      spotters: [
        program("Spots commands in sound that goes on", commands.intents.map { model($0, phrase: $0) })
      ])
  }
}
