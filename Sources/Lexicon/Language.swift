/// A language that is understood: what is known of it before anybody has written a command.
///
/// A new one is a folder beside `English` with a value like `Language.english`, a dictionary in Resources, and a line in `all`.
public struct Language: Sendable {
  /// Its code in ISO 639-1, such as "en".
  public let code: String
  /// The file of its dictionary in this module's resources.
  let dictionary: String
  /// The file of its bigrams of words in this module's resources; nil where there is none.
  let bigrams: String?
  /// The words that stand between two commands, folded.
  public let conjunctions: Set<String>
  /// The words that turn a sentence into its opposite, folded.
  public let negations: Set<String>
  /// The words that people fill pauses with, or are polite with, folded.
  public let fillers: Set<String>
  /// The words that say nothing of what is wanted, folded.
  public let functionWords: Set<String>
  /// Sets of words of which none means another, however alike they sound, such as rooms; folded.
  public let kinds: [Set<String>]
  /// How a letter is called when a word is spelled; nil for what is no letter of it.
  let letterNames: @Sendable (Character) -> [Pronunciation]?
  /// How a word in lower case shrinks in running speech; empty for most words.
  let reducedForms: @Sendable (String) -> [WordPronunciations.Variant]
  /// How a word that no dictionary knows may sound; nil where that cannot be said.
  let guess: @Sendable (String) -> Pronunciation?
  /// The phones of a possessive or plural ending after a word.
  let ending: @Sendable (Pronunciation) -> [Phone]

  /// All of them, the one that is meant where nobody says first.
  public static let all = [english]

  /// The language of a tag such as "en", "en-GB" or "en_US"; nil where it is not understood.
  public init?(tag: String) {
    let code = tag.lowercased().split { "-_".contains($0) }.first.map(String.init)
    guard let language = Self.all.first(where: { $0.code == code }) else { return nil }
    self = language
  }

  init(
    code: String, dictionary: String, bigrams: String?, conjunctions: Set<String>, negations: Set<String>,
    fillers: Set<String>, functionWords: Set<String>, kinds: [Set<String>],
    letterNames: @escaping @Sendable (Character) -> [Pronunciation]?,
    reducedForms: @escaping @Sendable (String) -> [WordPronunciations.Variant],
    guess: @escaping @Sendable (String) -> Pronunciation?, ending: @escaping @Sendable (Pronunciation) -> [Phone]
  ) {
    self.code = code
    self.dictionary = dictionary
    self.bigrams = bigrams
    self.conjunctions = conjunctions
    self.negations = negations
    self.fillers = fillers
    self.functionWords = functionWords
    self.kinds = kinds
    self.letterNames = letterNames
    self.reducedForms = reducedForms
    self.guess = guess
    self.ending = ending
  }
}
