import Commands
public import Lexicon

/// A name that wakes, or any other sentence, by itself: its words, and the ways to say them.
public struct WakeName: Sendable {
  /// The words as they were given.
  public let words: [String]
  /// The ways to say each of them; never empty.
  public let pronunciations: [WordPronunciations]
  /// How words sound.
  public let lexicon: Lexicon
  private let grammar: Grammar
  /// Whether it is a command, which is all that is said, and not a name, which may be called anywhere.
  public let isCommand: Bool

  /// The intent of `commands`.
  static let intent = "wake"
  /// More words than these are no name.
  public static let mostWords = 16

  /// A name in words, such as `hey attune`.
  ///
  /// - Throws: `NameError`, or `LexiconError` where a word has nothing in it that can be said.
  public init(_ text: String, lexicon: Lexicon, isCommand: Bool = false) throws {
    self.isCommand = isCommand
    words = SpokenForm(text).words
    guard !words.isEmpty else { throw NameError.empty(text) }
    guard words.count <= Self.mostWords else { throw NameError.tooLong(text, limit: Self.mostWords) }
    for word in words where !word.allSatisfy({ $0.isLetter || "'’.-".contains($0) }) { throw NameError.noWord(word) }
    pronunciations = try words.map { word throws(LexiconError) in try lexicon.pronunciations(of: word) }
    self.lexicon = lexicon
    let sentence = words.joined(separator: " ")
    grammar = try Grammar(
      yaml: "intents: {\(Self.intent): {data: [{sentences: [\"\(sentence)\"]}]}}", file: "'\(text)'")
  }

  /// The words with spaces between them.
  public var text: String { words.joined(separator: " ") }

  /// The phones of the shortest way to say it.
  public var phoneCount: Int {
    pronunciations.reduce(0) { $0 + ($1.variants.map(\.pronunciation.phones.count).min() ?? 0) }
  }

  /// The phones of the most usual way to say it.
  public var phones: [Phone] { pronunciations.flatMap { $0.variants[0].pronunciation.phones } }

  /// The words that no dictionary knows: how they sound was guessed from their letters.
  public var guessedWords: [String] { zip(words, pronunciations).filter { $1.source == .guessed }.map { $0.0 } }

  /// The name as the only command.
  ///
  /// - Throws: `CommandError`.
  public func commands() throws -> CommandSet { try CommandSet(grammar, lexicon: lexicon) }

  /// What looks for it in overheard speech.
  ///
  /// - Throws: `CommandError`.
  public func search() throws -> OverheardSearch {
    let commands = try commands()
    return isCommand ? OverheardSearch(commands) : OverheardSearch(names: commands.graph)
  }

  /// How often other speech would be taken for it.
  ///
  /// - Throws: `CommandError`.
  public func falseAcceptRates(in background: Background) throws -> FalseAcceptRates {
    let commands = try commands()
    return isCommand
      ? FalseAcceptRates(of: commands, in: background) : FalseAcceptRates(ofNames: commands.graph, in: background)
  }

  /// The name with further ways to say some of its words, beside those that are known.
  ///
  /// - Parameter pronunciations: by the folded word.
  public func adding(_ pronunciations: [String: [Pronunciation]]) throws -> WakeName {
    var all: [String: [Pronunciation]] = [:]
    for (word, known) in zip(words, self.pronunciations) {
      let word = SpokenForm.fold(word)
      guard let new = pronunciations[word] else { continue }
      let old = known.variants.map(\.pronunciation)
      all[word] = old + new.filter { !old.contains($0) }
    }
    return try WakeName(text, lexicon: lexicon.adding(all), isCommand: isCommand)
  }
}

/// What is wrong with a name.
public enum NameError: Error, Hashable, CustomStringConvertible {
  /// There is no word in it.
  case empty(String)
  /// It has more words than this.
  case tooLong(String, limit: Int)
  /// This is no word.
  case noWord(String)
  /// So few recordings were given in which something was said.
  case tooFewExamples(Int, needed: Int)
  /// The commands do not have this sentence.
  case noSuchSentence(String)

  /// The message for people.
  public var description: String {
    switch self {
    case .empty(let text): "the name '\(text)' has no words"
    case .tooLong(let text, let limit): "the name '\(text.prefix(80))' has more than \(limit) words"
    case .noWord(let word): "'\(word)' is no word: a name has letters and apostrophes"
    case .tooFewExamples(let count, let needed):
      "\(count) \(count == 1 ? "recording is" : "recordings are") too few: \(needed) are needed, in which the name is heard"
    case .noSuchSentence(let text): "the commands have no sentence '\(text)'"
    }
  }
}
