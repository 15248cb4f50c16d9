public import Commands
public import Lexicon
public import Recognition

/// Commands that are ready to be heard, with what understands them.
public struct CommandSet: Sendable {
  /// The names of the intents, in the order of the files.
  public let intents: [String]
  /// The commands.
  public let graph: CommandGraph
  /// How their words sound.
  public let lexicon: Lexicon
  /// How they are understood.
  public let settings: Recognizer.Settings

  /// - Parameters:
  ///   - lexicon: the lexicon that the graph was compiled with.
  public init(intents: [String], graph: CommandGraph, lexicon: Lexicon, settings: Recognizer.Settings) {
    self.intents = intents
    self.graph = graph
    self.lexicon = lexicon
    self.settings = settings
  }
}
