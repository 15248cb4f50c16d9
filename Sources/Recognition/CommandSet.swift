public import Commands
public import Lexicon

/// Commands that are ready to be heard, and how they are understood.
///
///     let commands = try CommandSet(contentsOf: ["config/lights.yaml"])
///     let recognizer = Recognizer(of: commands, ears: Ears(model: try AcousticModel()))
public struct CommandSet: Sendable {
  /// The names of the intents, in the order of the files.
  public let intents: [String]
  /// Those that wake, and what is said to wake.
  public let wakePhrases: [WakePhrase]
  /// The commands.
  public let graph: CommandGraph
  /// How their words sound, and any other word of a transcript.
  public let lexicon: Lexicon
  /// How they are understood.
  public var settings = Recognizer.Settings()

  /// Reads, merges and compiles command files.
  ///
  /// - Parameters:
  ///   - files: the files, and folders of them.
  ///   - names: intents that wake, beside those of the files.
  /// - Throws: `CommandError`, with the place of the first mistake, or `LexiconError` where the shipped lexicon cannot be read.
  public init(contentsOf files: [String], waking names: [String] = []) throws {
    var grammar = try Grammar(contentsOf: files)
    try grammar.wake(by: names)
    try self.init(grammar, lexicon: Lexicon())
  }

  /// Compiles a grammar.
  ///
  /// - Parameter lexicon: how words sound whose pronunciation the grammar does not give.
  /// - Throws: `CommandError`, with the place of the first mistake, or `LexiconError`.
  public init(_ grammar: Grammar, lexicon: Lexicon) throws {
    intents = grammar.intents
    wakePhrases = grammar.wakeIntents.map { WakePhrase(intent: $0, phrase: grammar.phrase(of: $0) ?? $0) }
    self.lexicon = lexicon.adding(grammar.pronunciations)
    graph = try CommandGraph(grammar, lexicon: self.lexicon)
    settings.vocabulary = try FreeVocabulary(for: graph, lexicon: self.lexicon, pronounced: grammar.pronunciations.keys)
  }
}

/// An intent that wakes.
public struct WakePhrase: Hashable, Sendable {
  /// Its name.
  public let intent: String
  /// What may be said for it.
  public let phrase: String
}
