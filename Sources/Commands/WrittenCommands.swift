public import Lexicon

/// All sentences of a grammar, word by word, for texts that are taken as they are written.
///
/// A text is one sentence, or several with a conjunction or a punctuation mark between them, from its first word to its
/// last, or it is none: what it says besides is no noise. Case, accents, punctuation, apostrophes and the dots of initialisms
/// make no difference, numbers may have digits or words, and phrases that the file declares may be skipped outside slots.
public struct WrittenCommands: Sendable {
  let automaton: SentenceAutomaton
  /// How many slots are open at every state.
  let openSlots: [Int]
  /// The phrases that may be skipped, word by word.
  let skipPhrases: [[Word]]
  /// How each symbol that is a word is spelled; empty for others.
  let spellings: [String]
  /// How the words of the skipped phrases are spelled.
  let skipSpellings: [[String]]
  /// The words that stand between two commands.
  let conjunctions: Set<String>
  /// For each word of the grammar the symbols that are written like it.
  let symbols: [[Int32]]

  /// A word of the grammar, by its place in `symbols`.
  typealias Word = Int32

  private var words = Interner<String>()
  /// The words behind which a text may have another one without a blank.
  private var joining: Set<Word> = []
  /// The arcs of state `s` that carry no word are `others[firstOther[s]..<firstOther[s + 1]]`.
  private var others: [SentenceAutomaton.Arc] = []
  private var firstOther: [Int32] = [0]

  init(_ automaton: SentenceAutomaton, of grammar: Grammar, in language: Language) {
    self.automaton = automaton
    openSlots = automaton.openSlots
    conjunctions = language.conjunctions
    var words = Interner<String>()
    var symbols: [[Int32]] = []
    var spellings = [String](repeating: "", count: automaton.symbols.count)
    for (index, symbol) in automaton.symbols.enumerated() {
      guard case .word(let word) = symbol else { continue }
      spellings[index] = grammar.spellings[word] ?? word
      let key = Int(words.index(of: Self.key(word)))
      if key == symbols.count { symbols.append([]) }
      symbols[key].append(Int32(index))
      if automaton.joiningWords.contains(Int32(index)) { joining.insert(Int32(key)) }
    }
    skipPhrases = grammar.skipPhrases.map { phrase in phrase.map { words.index(of: Self.key($0)) } }
    skipSpellings = grammar.skipPhrases.map { phrase in phrase.map { grammar.spellings[$0] ?? $0 } }
    symbols += Array(repeating: [], count: words.values.count - symbols.count)
    (self.words, self.symbols, self.spellings) = (words, symbols, spellings)
    for state in 0..<automaton.stateCount {
      others += automaton.arcs(from: state).filter { automaton.symbols[Int($0.symbol)].isUnwritten }
      firstOther.append(Int32(others.count))
    }
  }

  /// What a text says: a reading for each of its commands, none where it is no command from its first word to its last.
  ///
  /// Of several meanings that one is taken in which the fewest words fill free parts, then the one with the fewest
  /// commands, then the one with the most words in slots, less the slots ("bedroom lamp" is rather one name than a room
  /// and a lamp), then one that fills a slot `name` from a list, then the one with the fewest slots, then the one that
  /// the file gives first.
  ///
  /// - Parameters:
  ///   - text: what is written.
  ///   - isCancelled: asked now and then; once the answer is not wanted any more, there is none.
  public func readings(of text: WrittenText, until isCancelled: () -> Bool = { false }) -> [CommandReading] {
    var search = WrittenSearch(self, text)
    return search.readings(until: isCancelled)
  }

  /// A folded word of a text as a word of the grammar; nil where that has none.
  func word(_ folded: String) -> Word? { words.known(Self.key(folded)) }

  /// The words of the grammar that stand within a word, by where they begin and then by where they end: the last one, and
  /// those behind which the grammar needs no blank.
  func parts(of folded: String) -> [(word: Word, letters: Range<Int>)] {
    let letters = Array(folded)
    guard !joining.isEmpty, letters.count <= TextLimits.standard.letters else { return [] }
    return letters.indices.flatMap { start in
      (start + 1...letters.count).compactMap { end -> (word: Word, letters: Range<Int>)? in
        guard let word = words.known(String(letters[start..<end])), end == letters.count || joining.contains(word)
        else { return nil }
        return (word, start..<end)
      }
    }
  }

  /// The arcs of a state that carry tags or wildcards.
  func others(from state: Int32) -> ArraySlice<SentenceAutomaton.Arc> {
    others[Int(firstOther[Int(state)])..<Int(firstOther[Int(state) + 1])]
  }

  /// Where a word leads from a state, and as which symbol.
  func targets(of word: Word, from state: Int32) -> [SentenceAutomaton.Arc] {
    let arcs = automaton.arcs(from: Int(state))
    return symbols[Int(word)].compactMap { symbol in
      // The arcs are sorted by symbol.
      var (low, high) = (arcs.startIndex, arcs.endIndex)
      while low < high {
        let middle = (low + high) / 2
        if arcs[middle].symbol < symbol { low = middle + 1 } else { high = middle }
      }
      return low < arcs.endIndex && arcs[low].symbol == symbol ? arcs[low] : nil
    }
  }

  /// Whether a piece of a text is a conjunction.
  func isConjunction(_ piece: WrittenText.Piece) -> Bool {
    piece.parts.count == 1 && piece.parts[0].contains { $0.count == 1 && conjunctions.contains($0[0]) }
  }

  /// A folded word as it is compared: an initialism has dots or none, and many write "whats".
  private static func key(_ word: String) -> String {
    word.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "'") }
      ? word.filter { $0 != "." && $0 != "'" } : word
  }
}

extension Symbol {
  fileprivate var isUnwritten: Bool { if case .word = self { false } else { true } }
}
