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
  /// What wakes, and nothing else; nil where nothing does.
  public let wakeGraph: CommandGraph?
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

  /// Reads, merges and compiles command files.
  ///
  /// - Parameters:
  ///   - files: the files, and folders of them.
  ///   - phrases: what wakes, beside what the files say: the name of an intent, or what is to be said.
  /// - Throws: `CommandError`, with the place of the first mistake, or `LexiconError` where the shipped lexicon cannot be read.
  public init(contentsOf files: [String], wakingBy phrases: [String]) throws {
    try self.init(Grammar(contentsOf: files, wakingBy: phrases), lexicon: Lexicon())
  }

  /// Compiles a grammar.
  ///
  /// - Parameters:
  ///   - grammar: what may be said.
  ///   - lexicon: how words sound whose pronunciation the grammar does not give.
  /// - Throws: `CommandError`, with the place of the first mistake, or `LexiconError`.
  public init(_ grammar: Grammar, lexicon: Lexicon) throws {
    intents = grammar.intents
    wakePhrases = grammar.wakeIntents.map { WakePhrase(intent: $0, phrase: grammar.phrase(of: $0) ?? $0) }
    let lexicon = lexicon.adding(grammar.pronunciations)
    self.lexicon = lexicon
    graph = try CommandGraph(grammar, lexicon: lexicon)
    wakeGraph = try grammar.waking.map { try CommandGraph($0, lexicon: lexicon) }
    settings.vocabulary = try FreeVocabulary(for: graph, lexicon: lexicon, pronounced: grammar.pronunciations.keys)
  }
}

/// An intent that wakes.
public struct WakePhrase: Hashable, Sendable {
  /// Its name.
  public let intent: String
  /// What may be said for it.
  public let phrase: String
}
