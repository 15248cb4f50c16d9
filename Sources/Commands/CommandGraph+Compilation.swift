public import Lexicon

extension CommandGraph {
  /// Compiles a grammar into phones.
  ///
  /// - Parameters:
  ///   - grammar: what may be said.
  ///   - lexicon: says how words are pronounced; the grammar's own `pronunciations` win.
  /// - Throws: `CommandError` if the grammar is too large or a word has no pronunciation.
  public init(_ grammar: Grammar, lexicon: Lexicon) throws(CommandError) {
    let automaton = try SentenceAutomaton(grammar)
    let vocabulary = try Vocabulary(grammar, symbols: automaton.symbols, lexicon: lexicon)
    try self.init(automaton, vocabulary: vocabulary, of: grammar)
    written = WrittenCommands(automaton, of: grammar, in: lexicon.language)
  }

  init(_ automaton: SentenceAutomaton, vocabulary: Vocabulary, of grammar: Grammar) throws(CommandError) {
    var builder = CommandGraphBuilder(automaton, vocabulary: vocabulary)
    do throws(CommandGraphBuilder.Failure) {
      self = try builder.build()
    } catch {
      let problem: CommandError.Problem =
        switch error {
        case .tooLarge: .tooLarge(what: "arcs between phones", limit: CommandGraphBuilder.limit)
        case .cancelled: .cancelled
        }
      throw CommandError(problem, at: grammar.sentences[0].location)
    }
  }
}
