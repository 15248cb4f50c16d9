import Lexicon

/// Spells the words of a sentence automaton phone by phone.
///
/// A state between words becomes one state of the graph, from which the words that may follow spread as a tree of
/// phones. Wherever they begin, words that go on alike to the same state share their ends. Tags, which take no time, move
/// onto the words: a slot closes on its last word, everything else that lies between two words opens or closes on the
/// second.
struct CommandGraphBuilder {
  /// What a state of the graph stands for.
  private enum Place: Hashable {
    /// Between two words; slots that could close have closed.
    case between(Int32)
    /// Within a wildcard, after which the automaton goes on from this state.
    case wildcard(Int32)
    /// Within a phrase that may be skipped: its index, how many of its words have been said, and where it leads back.
    case skipping(phrase: Int, said: Int, state: Int32)
  }

  /// A word that may be said next, and what it means.
  private struct Step {
    let word: String
    let before: [CommandGraph.Tag]
    let after: [CommandGraph.Tag]
    let target: Place
  }

  /// The log-probability of each phone of a wildcard. It makes a wildcard lose against words that fit about as well.
  private static let wildcardWeight: Float = -1

  /// Why there is no graph.
  enum Failure: Error { case tooLarge, cancelled }

  /// The most arcs, about 400 MB.
  static let limit = 16_000_000
  /// The arcs, and the steps between words, that may still be made.
  private var rest = limit

  private let automaton: SentenceAutomaton
  private let vocabulary: Vocabulary
  private let openSlots: [Int]
  private var places = Interner<Place>()
  /// The graph's states by place; states inside words have no place.
  private var states: [Int32] = []
  private var stateCount: Int32 = 0
  /// The states within words, by the only way that leads on from them.
  private var insides: [PhoneTree.Way: Int32] = [:]
  /// Those from which several ways lead on.
  private var forks: [[PhoneTree.Way]: Int32] = [:]
  private var outputs = Interner<CommandGraph.Output>()
  private var arcs: [CommandGraph.Arc] = []
  private var finals: Set<CommandGraph.Final> = []

  init(_ automaton: SentenceAutomaton, vocabulary: Vocabulary) {
    self.automaton = automaton
    self.vocabulary = vocabulary
    openSlots = automaton.openSlots
  }

  /// - Throws: `Failure`.
  mutating func build() throws(Failure) -> CommandGraph {
    let start = state(of: .between(Int32(automaton.start)))
    var next: Int32 = 0
    while next < places.values.count {
      guard !Task.isCancelled else { throw .cancelled }
      let place = places[next]
      try expand(place, state: states[Int(next)])
      next += 1
    }
    return CommandGraph(
      stateCount: Int(stateCount), start: Int(start), arcs: arcs,
      finals: finals.sorted { ($0.state, $0.output) < ($1.state, $1.output) }, outputs: outputs.values)
  }

  private mutating func state(of place: Place) -> Int32 {
    let index = places.index(of: place)
    if index == states.count {
      states.append(stateCount)
      stateCount += 1
    }
    return states[Int(index)]
  }

  private mutating func spend(_ count: Int) throws(Failure) {
    rest -= count
    guard rest >= 0 else { throw .tooLarge }
  }

  private mutating func expand(_ place: Place, state: Int32) throws(Failure) {
    var steps: [Step] = []
    switch place {
    case .between(let position):
      steps = try follow(position, tags: [], afterWord: true, from: state)
      if openSlots[Int(position)] == 0 { steps += skips(from: position) }
    case .wildcard(let position):
      try spend(Phone.count)
      for phone in Phone.all {
        arcs.append(
          .init(source: state, target: state, phone: phone, beginsWord: false, weight: Self.wildcardWeight))
      }
      steps = try follow(position, tags: [], afterWord: false, from: state)
    case .skipping(let phrase, let said, let position):
      steps = [skip(phrase, said: said, position: position)]
    }
    try addWords(steps, from: state)
  }
}

// MARK: Between words

extension CommandGraphBuilder {
  /// The words that may follow a position, with the tags on the way to them. Finals and wildcards are added at once.
  ///
  /// - Parameter afterWord: true at a place where the word before has already closed what it could close.
  private mutating func follow(
    _ position: Int32, tags: [CommandGraph.Tag], afterWord: Bool, from state: Int32
  ) throws(Failure) -> [Step] {
    var steps: [Step] = []
    for arc in automaton.arcs(from: Int(position)) {
      switch automaton.symbols[Int(arc.symbol)] {
      case .word(let word):
        let landings = landings(of: arc.target)
        try spend(landings.count)
        steps += landings.map { Step(word: word, before: tags, after: $0.tags, target: .between($0.position)) }
      case .wildcard:
        try spend(Phone.count)
        enterWildcard(at: arc.target, tags: tags, from: state)
      case .tag(let tag):
        if afterWord, tag.isClosing { continue }
        if case .intent = tag {
          let output = outputs.index(of: CommandGraph.Output(tags: tags + [tag], word: nil))
          finals.insert(CommandGraph.Final(state: state, output: output))
        } else {
          steps += try follow(arc.target, tags: tags + [tag], afterWord: false, from: state)
        }
      }
    }
    return steps
  }

  /// Where a word can lead: to its position as it is, or beyond slots that close on it.
  private func landings(of position: Int32) -> [(tags: [CommandGraph.Tag], position: Int32)] {
    var landings: [(tags: [CommandGraph.Tag], position: Int32)] = []
    var goesOn = false
    for arc in automaton.arcs(from: Int(position)) {
      if case .tag(let tag) = automaton.symbols[Int(arc.symbol)], tag.isClosing {
        landings += self.landings(of: arc.target).map { ([tag] + $0.tags, $0.position) }
      } else {
        goesOn = true
      }
    }
    return goesOn ? landings + [([], position)] : landings
  }

  private mutating func enterWildcard(at position: Int32, tags: [CommandGraph.Tag], from state: Int32) {
    let inside = self.state(of: .wildcard(position))
    let output = outputs.index(of: CommandGraph.Output(tags: tags, word: nil))
    for phone in Phone.all {
      arcs.append(
        .init(
          source: state, target: inside, phone: phone, beginsWord: true, weight: Self.wildcardWeight, output: output))
    }
  }

  private func skips(from position: Int32) -> [Step] {
    vocabulary.skipPhrases.indices.map { skip($0, said: 0, position: position) }
  }

  private func skip(_ phrase: Int, said: Int, position: Int32) -> Step {
    let words = vocabulary.skipPhrases[phrase]
    let target: Place =
      said + 1 < words.count ? .skipping(phrase: phrase, said: said + 1, state: position) : .between(position)
    return Step(word: words[said], before: [], after: [], target: target)
  }
}

// MARK: Within words

extension CommandGraphBuilder {
  /// Spreads the words as a tree of phones; each word's last phone says what the word means.
  private mutating func addWords(_ steps: [Step], from state: Int32) throws(Failure) {
    var tree = PhoneTree()
    for step in steps {
      guard let word = vocabulary.words[step.word] else { preconditionFailure("a word outside the vocabulary") }
      let output = outputs.index(of: .init(tags: step.before, word: word.spelling, closing: step.after))
      let target = self.state(of: step.target)
      for variant in word.pronunciations.variants {
        try spend(variant.pronunciation.phones.count)
        tree.add(variant, output: output, target: target)
      }
    }
    add(tree.ways { inside($0) }, from: state, beginsWord: true)
  }

  /// The state within words from which these ways lead on: one for all places and words that end alike from here.
  private mutating func inside(_ ways: [PhoneTree.Way]) -> Int32 {
    if let known = ways.count == 1 ? insides[ways[0]] : forks[ways] { return known }
    let state = stateCount
    stateCount += 1
    if ways.count == 1 { insides[ways[0]] = state } else { forks[ways] = state }
    add(ways, from: state, beginsWord: false)
    return state
  }

  private mutating func add(_ ways: [PhoneTree.Way], from state: Int32, beginsWord: Bool) {
    for way in ways {
      arcs.append(
        .init(
          source: state, target: way.target, phone: way.phone, beginsWord: beginsWord, weight: way.weight,
          output: way.output))
    }
  }
}
