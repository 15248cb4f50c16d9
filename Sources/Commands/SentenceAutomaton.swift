/// All sentences of a grammar as the smallest deterministic automaton over words, tags and wildcards.
///
/// States are numbered so that every arc leads to a lower number: 0 is the only final state, the start is the last one.
struct SentenceAutomaton: Sendable {
  struct Arc: Hashable {
    let symbol: Int32
    let target: Int32
  }

  let symbols: [Symbol]
  /// The arcs of state `s` are `arcs[firstArc[s]..<firstArc[s + 1]]`, sorted by symbol.
  let arcs: [Arc]
  let firstArc: [Int32]
  /// The words behind which a text may have another one without a blank, by their symbols.
  let joiningWords: Set<Int32>

  var stateCount: Int { firstArc.count - 1 }
  var start: Int { stateCount - 1 }

  func arcs(from state: Int) -> ArraySlice<Arc> { arcs[Int(firstArc[state])..<Int(firstArc[state + 1])] }

  /// Determinises and minimises a grammar.
  ///
  /// - Throws: `CommandError.Problem.tooLarge`.
  init(_ grammar: Grammar) throws(CommandError) {
    var words = WordNetwork(try SentenceNetwork(grammar))
    let location = grammar.sentences.first?.location ?? SourceLocation(file: "no file", line: 1, column: 1)
    let subsets = try SubsetConstruction(&words, at: location)
    symbols = words.symbols.values
    joiningWords = words.joiningWords
    (arcs, firstArc) = subsets.minimised()
  }
}
