public import Lexicon

/// What a grammar turned out to be: the answer of `attune check`.
public struct CommandReport: Encodable, Sendable {
  /// One intent's share.
  public struct Intent: Encodable, Sendable {
    /// The intent's name.
    public let name: String
    /// How many templates lead to it.
    public let templates: Int
    /// How many sentences they stand for, told apart by their words and slots.
    public let sentences: SentenceCount
    /// How often it is expected to be heard in an hour of speech that is no command; nil where nobody has tried.
    public fileprivate(set) var falseAccepts: Double?

    /// The rate as people read it: no digits that nobody can know.
    fileprivate var expectation: String {
      falseAccepts.map { ", expected \(ExpectedRate(perHour: $0))" } ?? ""
    }
    fileprivate let location: SourceLocation?

    private enum CodingKeys: CodingKey { case name, templates, sentences, falseAccepts }
  }

  /// A word that no dictionary knows.
  public struct GuessedWord: Encodable, Sendable {
    /// The word.
    public let word: String
    /// How it is taken to be said, in ARPAbet.
    public let pronunciation: String
  }

  /// The size of the compiled graph.
  public struct GraphSize: Encodable, Sendable {
    /// States, in words and between them.
    public let states: Int
    /// Arcs, each of which consumes a phone.
    public let arcs: Int
    /// Different words.
    public let words: Int
  }

  /// Something to look at, with its place.
  public struct Warning: Encodable, Sendable {
    /// `file:line:column`.
    public let location: String
    /// What it is.
    public let message: String
  }

  /// The intents in the order of the files.
  public private(set) var intents: [Intent]
  /// How many templates there are.
  public let templates: Int
  /// How many sentences they stand for, told apart by their words and their meaning.
  public let sentences: SentenceCount
  /// The compiled graph.
  public let graph: GraphSize
  /// Words whose pronunciation was guessed from their letters.
  public let guessedWords: [GuessedWord]
  /// What was noticed on loading, sentences with two meanings, and values that sound nearly alike.
  public private(set) var warnings: [Warning]

  /// The hours of speech that the commands were tried on; nil where they were not.
  public private(set) var heardHours: Double?

  /// Compiles a grammar and looks it over.
  ///
  /// - Throws: `CommandError` if it does not compile.
  public init(_ grammar: Grammar, lexicon: Lexicon) throws(CommandError) {
    let automaton = try SentenceAutomaton(grammar)
    let vocabulary = try Vocabulary(grammar, symbols: automaton.symbols, lexicon: lexicon)
    let graph = try CommandGraph(automaton, vocabulary: vocabulary, of: grammar)
    intents = grammar.intents.map { name in
      Intent(
        name: name, templates: grammar.sentences.count { $0.intent == name }, sentences: automaton.count(of: name),
        location: grammar.sentences.first { $0.intent == name }?.location)
    }
    templates = grammar.sentences.count
    sentences = automaton.count()
    self.graph = GraphSize(states: graph.stateCount, arcs: graph.arcs.count, words: vocabulary.words.count)
    guessedWords = vocabulary.guessedWords
    let found = grammar.warnings + automaton.ambiguityWarnings(grammar) + grammar.soundAlikeWarnings(vocabulary)
    warnings = found.map { Warning(location: $0.location.description, message: $0.message) }
  }

  /// Adds how often each intent is expected to be heard in an hour of speech that is no command. More than once is worth a
  /// warning.
  public mutating func expect(falseAccepts perHour: (_ intent: String) -> Double, of hours: Double) {
    heardHours = hours
    for index in intents.indices {
      let rate = perHour(intents[index].name)
      intents[index].falseAccepts = rate
      guard rate > 1, let location = intents[index].location else { continue }
      warnings.append(
        Warning(
          location: location.description,
          message: "'\(intents[index].name)' is expected to be heard where nobody said it: "
            + "longer sentences are harder to mistake"))
    }
  }
}

extension CommandReport: CustomStringConvertible {
  /// The report for people, in some lines.
  public var description: String {
    var lines = ["\(templates) templates in \(intents.count) intents stand for \(sentences) sentences"]
    let width = intents.map(\.name.count).max() ?? 0
    lines += intents.map { intent in
      let name = intent.name + String(repeating: " ", count: width - intent.name.count)
      return "  \(name)  \(intent.templates) templates, \(intent.sentences) sentences\(intent.expectation)"
    }
    lines.append("graph: \(graph.states) states, \(graph.arcs) arcs, \(graph.words) words")
    if let heardHours {
      lines.append("tried on \(Int((heardHours * 60).rounded())) minutes of speech that is no command")
    }
    if !guessedWords.isEmpty {
      lines.append("guessed pronunciations (give your own under 'pronunciations:'):")
      lines += guessedWords.map { "  \($0.word): \($0.pronunciation)" }
    }
    lines += warnings.map { "\($0.location): warning: \($0.message)" }
    return lines.joined(separator: "\n")
  }
}

extension Vocabulary {
  fileprivate var guessedWords: [CommandReport.GuessedWord] {
    words.values.filter { $0.pronunciations.source == .guessed }.sorted { $0.spelling < $1.spelling }.map {
      .init(word: $0.spelling, pronunciation: $0.pronunciations.variants[0].pronunciation.description)
    }
  }
}
