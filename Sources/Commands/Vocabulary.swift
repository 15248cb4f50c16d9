import Lexicon

/// The words of a grammar: how they are written and said.
struct Vocabulary {
  /// A word's spelling and its pronunciations.
  struct Word {
    let spelling: String
    let pronunciations: WordPronunciations
  }

  /// By the folded word.
  let words: [String: Word]
  /// The folded words of the phrases that may be skipped.
  let skipPhrases: [[String]]

  /// - Throws: `CommandError` if a word cannot be pronounced, at the first sentence of the grammar.
  init(_ grammar: Grammar, symbols: [Symbol], lexicon: Lexicon) throws(CommandError) {
    let lexicon = lexicon.adding(grammar.pronunciations)
    var words: [String: Word] = [:]
    let folded =
      symbols.compactMap { if case .word(let word) = $0 { word } else { nil } } + grammar.skipPhrases.joined()
    for word in folded where words[word] == nil {
      try CommandError.checkCancellation(at: grammar.sentences[0].location)
      let spelling = grammar.spellings[word] ?? word
      do throws(LexiconError) {
        words[word] = Word(spelling: spelling, pronunciations: try lexicon.pronunciations(of: spelling))
      } catch {
        throw CommandError(.pronunciation(error), at: grammar.location(of: word))
      }
    }
    self.words = words
    skipPhrases = grammar.skipPhrases
  }
}
