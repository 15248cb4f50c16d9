public import Lexicon

extension CommandGraph {
  /// Compiles a grammar into phones.
  ///
  /// - Parameter lexicon: says how words are pronounced; the grammar's own `pronunciations` win.
  /// - Throws: `CommandError` if the grammar is too large or a word has no pronunciation.
  public init(_ grammar: Grammar, lexicon: Lexicon) throws(CommandError) {
    let automaton = try SentenceAutomaton(grammar)
    let vocabulary = try Vocabulary(grammar, symbols: automaton.symbols, lexicon: lexicon)
    self.init(automaton, vocabulary: vocabulary)
  }

  init(_ automaton: SentenceAutomaton, vocabulary: Vocabulary) {
    var builder = CommandGraphBuilder(automaton, vocabulary: vocabulary)
    self = builder.build()
  }
}
