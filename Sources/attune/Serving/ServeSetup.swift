import Aligner
import Recognition
import Service
import Upstream

/// What the command line and the configuration file say together.
struct ServeSetup: Sendable {
  var server: SpeechServer.Configuration
  /// Those that were named, and the one with the names of a home.
  var commandFiles: [String]
  /// The intents that wake, beside those of the files.
  var wakeIntents: [String]
  /// Where the names of a home are from; nil where from nowhere.
  var home: HomeSetup?
  var threshold: Double
  /// How many commands an hour may be heard in speech that is none, where it is overheard; nil where the threshold says it.
  var falseAccepts: Double?
  var background: BackgroundOptions
  var fusion: FusionName
  var patience: Endpointer.Patience
  var encoder: EncoderOption
  /// Whether what is addressed and in doubt is heard again.
  var secondOpinion: Bool
  var upstream: WyomingTranscriber?
  var microphone: String?
  /// Whether the network is told that the server is there.
  var announces: Bool
  /// Where metrics are told; nil where nowhere.
  var metrics: MetricsAddress?
  /// The page; nil where there is none.
  var console: ServedConsole.Setup?

  /// What is done as it was asked for, though it may not have been meant.
  var warnings: [String] = []

  /// Reads and compiles the command files.
  func commands() throws -> CommandSet {
    var commands = try CommandSet(contentsOf: commandFiles, waking: wakeIntents)
    commands.settings.threshold = threshold
    if let falseAccepts { try background.apply(falseAccepts, to: &commands) }
    commands.settings.fusion = fusion.fusion(lexicon: commands.lexicon, aligner: try CrossModalAligner())
    return commands
  }
}
