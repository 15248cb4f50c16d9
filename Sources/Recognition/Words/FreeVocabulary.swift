import Commands
import Lexicon
import Synchronization

/// The words that are looked for in the free parts of commands: how they sound, and how probable they are after one another.
///
/// The usual words of a language are shared by all commands of a process. A set of commands adds its own: the words of its
/// sentences and lists that are not usual, and those that it says how to pronounce.
public final class FreeVocabulary: Sendable {
  /// The usual words of a language.
  private final class Usual: Sendable {
    let bigrams: WordBigrams
    let tree: WordTree

    init(_ bigrams: WordBigrams, _ lexicon: Lexicon) throws(LexiconError) {
      self.bigrams = bigrams
      let words = try lexicon.spokenWords(of: bigrams)
      tree = WordTree(words) { bigrams.logProbability(of: Int($0)) }
    }
  }

  /// By the code of the language: loaded when the first set of commands asks for them.
  private static let loaded = Mutex<[String: Usual]>([:])
  /// The log-probability of a word that only the commands have, in nats: that of a fairly usual one, since its file names it.
  private static let unusual: Float = -7

  private let usual: Usual
  /// The words of the commands.
  private let own: WordTree
  /// The words that are numbered after the usual ones.
  private let unusual: [String]
  /// How usual words are spelled that are not written in lower case.
  private let spellings: [Int32: String]

  /// The vocabulary for the commands of a graph; nil where nothing in it is free, or where the language has no usual words.
  ///
  /// - Parameters:
  ///   - lexicon: how the words of the commands sound.
  ///   - pronounced: words that are not in the graph.
  ///   - always: whether there is one where nothing is free, too.
  /// - Throws: `LexiconError` where a resource is damaged or missing.
  init?(
    for graph: CommandGraph, lexicon: Lexicon, pronounced: some Sequence<String>, always: Bool = false
  ) throws(LexiconError) {
    guard always || graph.hasFreeParts else { return nil }
    guard let usual = try Self.usual(lexicon) else { return nil }
    self.usual = usual
    var (forms, unusual, spellings, seen) = (SpokenWords(), [String](), [Int32: String](), Set<String>())
    let given = Set(pronounced.map { SpokenForm.fold($0) })
    func add(_ word: String) throws(LexiconError) {
      let folded = SpokenForm.fold(word)
      let known = usual.bigrams.word(folded)
      if let known, folded != word { spellings[Int32(known)] = word }
      guard known == nil || given.contains(folded), seen.insert(folded).inserted else { return }
      for variant in try lexicon.pronunciations(of: word).variants {
        forms.append(known ?? usual.bigrams.count + unusual.count, variant)
      }
      if known == nil { unusual.append(word) }
    }
    for output in graph.outputs { if let word = output.word { try add(word) } }
    for word in pronounced.sorted() { try add(word) }
    own = WordTree(forms) { [bigrams = usual.bigrams] word in
      Int(word) < bigrams.count ? bigrams.logProbability(of: Int(word)) : Self.unusual
    }
    (self.unusual, self.spellings) = (unusual, spellings)
  }

  private static func usual(_ lexicon: Lexicon) throws(LexiconError) -> Usual? {
    try loaded.withLock { loaded throws(LexiconError) in
      if let known = loaded[lexicon.language.code] { return known }
      guard let bigrams = try WordBigrams.bundled(lexicon.language) else { return nil }
      let usual = try Usual(bigrams, lexicon)
      loaded[lexicon.language.code] = usual
      return usual
    }
  }

  /// What a search needs.
  var words: WordSearch.Words {
    WordSearch.Words(bigrams: usual.bigrams, trees: [usual.tree, own], unusual: Self.unusual)
  }

  /// What stands before the first word of a sentence, and after the last one.
  var beginning: Int32? { usual.bigrams.beginning.map(Int32.init) }
  var end: Int32? { usual.bigrams.end.map(Int32.init) }

  /// The number of a word as a command spells it; nil for one that has none.
  func word(_ text: String) -> Int32? { usual.bigrams.word(SpokenForm.fold(text)).map(Int32.init) }

  /// How a word is written.
  func text(of word: Int32) -> String {
    let place = Int(word) - usual.bigrams.count
    return place < 0 ? spellings[word] ?? usual.bigrams.text(of: Int(word)) : unusual[place]
  }
}
