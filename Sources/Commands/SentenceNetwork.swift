/// All sentences of a grammar as a nondeterministic automaton over fragments of words, blanks and tags.
///
/// The construction is Thompson's: an expression becomes arcs between two states, and the automaton has no cycles. It is
/// the form in which `light[s]` and `{room}'s` are simple; `WordNetwork` then reads it word by word.
struct SentenceNetwork {
  enum Label {
    /// No input.
    case nothing
    /// The end of a word.
    case blank
    /// The end of a word behind which a text may have the next one without a blank.
    case optionalBlank
    /// Part of a word, an index into `fragments`.
    case fragment(Int32)
    /// A tag or a wildcard, an index into `symbols`.
    case symbol(Int32)
  }

  struct Arc {
    let label: Label
    let target: Int32
    /// The next arc that leaves the same state, or -1.
    let next: Int32
  }

  private(set) var arcs: [Arc] = []
  /// For each state the first of its arcs, or -1.
  private(set) var heads: [Int32] = []
  var fragments = Interner<String>()
  var symbols = Interner<Symbol>()
  let start: Int32 = 0
  let end: Int32 = 1

  private let grammar: Grammar
  /// The sentence that is being added.
  private var sentence: Grammar.Sentence
  private var numbers: [Int: Expression] = [:]
  /// About 100 MB; a grammar that needs more has rules that multiply each other.
  private static let limit = 4_000_000

  /// - Throws: `CommandError.Problem.tooLarge` at the sentence with which the network gets too large.
  init(_ grammar: Grammar) throws(CommandError) {
    self.grammar = grammar
    sentence = grammar.sentences[0]
    heads = [-1, -1]
    for sentence in grammar.sentences {
      self.sentence = sentence
      try CommandError.checkCancellation(at: sentence.location)
      do throws(TooLarge) {
        var last = try connect(try add(sentence.expression, from: start), .blank)
        if !sentence.reply.isEmpty { last = try connect(last, tag(.reply(sentence.reply))) }
        let intent = tag(.intent(sentence.intent, fixed: sentence.fixed))
        try connect(last, to: end, intent)
      } catch {
        throw CommandError(.tooLarge(what: error.what, limit: error.limit), at: sentence.location)
      }
    }
  }

  private struct TooLarge: Error {
    var what = "arcs between words"
    var limit = SentenceNetwork.limit
  }

  private mutating func add(_ expression: Expression, from state: Int32) throws(TooLarge) -> Int32 {
    switch expression {
    case .fragment(let text): return try connect(state, .fragment(fragments.index(of: text)))
    case .blank: return try connect(state, .blank)
    case .sequence(let parts):
      var state = state
      for part in parts { state = try add(part, from: state) }
      return state
    case .choice(let items) where items.isOptionalBlank:
      // Nobody hears a blank: what stands around it are two words, and a text may have them as one.
      return try connect(state, .optionalBlank)
    case .choice(let items):
      let end = newState()
      for item in items { try connect(try add(item, from: state), to: end, .nothing) }
      return end
    case .permutation(let items): return try add(permutation: items, from: state)
    case .rule(let index): return try add(grammar.rules[index], from: state)
    case .slot(let name, let list): return try add(slot: name, list: list, from: state)
    }
  }

  /// One state for every set of items that may have been said, rather than one path for every order.
  private mutating func add(permutation items: [Expression], from state: Int32) throws(TooLarge) -> Int32 {
    let states = [state] + (1..<(1 << items.count)).map { _ in newState() }
    for said in 0..<(states.count - 1) {
      for (index, item) in items.enumerated() where said & (1 << index) == 0 {
        let end = try add(item, from: try connect(states[said], .blank))
        try connect(end, to: states[said | 1 << index], .blank)
      }
    }
    return states[states.count - 1]
  }

  private mutating func add(slot: String, list: Int, from state: Int32) throws(TooLarge) -> Int32 {
    let start = try connect(state, tag(.open(slot: slot)))
    switch grammar.lists[list].content {
    case .wildcard:
      let last = try connect(start, .symbol(symbols.index(of: .wildcard)))
      return try connect(last, tag(.close(slot: slot, value: nil)))
    case .range(let range):
      let phrases = try phrases(for: range, list: list)
      return try connect(try add(phrases, from: start), tag(.closeNumber(slot: slot, multiplier: range.multiplier)))
    case .values(let values):
      let end = newState()
      for value in values {
        let close = tag(.close(slot: slot, value: value.output.map { sentence.typed($0, for: slot) }))
        try connect(try add(value.expression, from: start), to: end, close)
      }
      return end
    }
  }

  private mutating func phrases(for range: NumberRange, list: Int) throws(TooLarge) -> Expression {
    if let known = numbers[list] { return known }
    do {
      let phrases = try NumberPhrases.expression(for: range)
      numbers[list] = phrases
      return phrases
    } catch {
      throw TooLarge(what: "phrases for the numbers of a range", limit: NumberPhrases.limit)
    }
  }

  private mutating func tag(_ tag: CommandGraph.Tag) -> Label { .symbol(symbols.index(of: .tag(tag))) }

  private mutating func newState() -> Int32 {
    heads.append(-1)
    return Int32(heads.count - 1)
  }

  private mutating func connect(_ source: Int32, _ label: Label) throws(TooLarge) -> Int32 {
    let target = newState()
    try connect(source, to: target, label)
    return target
  }

  private mutating func connect(_ source: Int32, to target: Int32, _ label: Label) throws(TooLarge) {
    guard arcs.count < Self.limit else { throw TooLarge() }
    arcs.append(Arc(label: label, target: target, next: heads[Int(source)]))
    heads[Int(source)] = Int32(arcs.count - 1)
  }
}

extension [Expression] {
  /// Whether these are a blank and nothing.
  fileprivate var isOptionalBlank: Bool {
    contains { $0.isSilent } && contains { $0.isBlank } && allSatisfy { $0.isSilent || $0.isBlank }
  }
}

extension Expression {
  /// Nothing at all.
  fileprivate var isSilent: Bool { if case .sequence(let parts) = self { parts.allSatisfy(\.isSilent) } else { false } }

  /// A blank and nothing else.
  fileprivate var isBlank: Bool {
    switch self {
    case .blank: true
    case .sequence(let parts): parts.contains { $0.isBlank } && parts.allSatisfy { $0.isBlank || $0.isSilent }
    default: false
    }
  }
}
