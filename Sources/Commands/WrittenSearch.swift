import Lexicon

/// Finds what a text says among the sentences of a grammar: the best way through the text's lattice and the automaton
/// together, node by node.
struct WrittenSearch {
  /// What speaks against a way, the weightiest first.
  private struct Cost: Comparable {
    /// The words in free parts, and what another command has to save of them.
    var free = 0
    var commands = 0
    var freeParts = 0
    var skipped = 0
    /// The later a free part begins, the more the one before it has.
    var early = 0
    /// The slots, less the words in them: few long values explain more than many short ones.
    var pieces = 0
    /// Less one where a list fills a slot `name`: Home Assistant means a device rather than a kind of devices.
    var names = 0
    /// The slots: what a template itself says is meant rather than what it leaves open.
    var slots = 0
    var order: Int32 = 0

    static func < (a: Self, b: Self) -> Bool {
      guard (a.free, a.commands, a.freeParts) == (b.free, b.commands, b.freeParts) else {
        return (a.free, a.commands, a.freeParts) < (b.free, b.commands, b.freeParts)
      }
      guard (a.skipped, a.early, a.pieces) == (b.skipped, b.early, b.pieces) else {
        return (a.skipped, a.early, a.pieces) < (b.skipped, b.early, b.pieces)
      }
      return (a.names, a.slots, a.order) < (b.names, b.slots, b.order)
    }
  }

  /// A place in the grammar.
  private struct Place: Hashable {
    var state: Int32
    /// -1 between words, -2 in a free part, or else how many words of which skipped phrase have been read.
    var mode: Int32 = Self.between

    static let between: Int32 = -1
    static let free: Int32 = -2

    /// - Parameter said: below 64, as many words as a phrase has that anybody says.
    static func skipping(_ phrase: Int, said: Int, in state: Int32) -> Place {
      Place(state: state, mode: Int32(phrase * 64 + said))
    }
  }

  /// How a way went on.
  private enum Move {
    case start
    case nothing
    case symbol(Int32)
    case free(piece: Int)
    case skip(phrase: Int, said: Int)
  }

  private struct Step {
    let place: Place
    let move: Move
    /// The step before, or -1.
    let before: Int
    let cost: Cost
  }

  /// A command that begins after another one has to explain more words than this of a free part.
  private static let wordsToSave = 2
  /// The slot that Home Assistant fills with the name of a device.
  private static let name = "name"
  /// The most conjunctions between two commands.
  private static let mostConjunctions = 2

  private let commands: WrittenCommands
  private let text: WrittenText
  private let lattice: WrittenLattice
  private var steps: [Step] = []
  /// For each node the best step to each place.
  private var best: [[Place: Int]]

  init(_ commands: WrittenCommands, _ text: WrittenText) {
    self.commands = commands
    self.text = text
    lattice = WrittenLattice(text, of: commands)
    best = Array(repeating: [:], count: lattice.arcs.count)
  }

  mutating func readings(until isCancelled: () -> Bool) -> [CommandReading] {
    let start = Place(state: Int32(commands.automaton.start))
    reach(start, at: 0, by: .start, from: -1, Cost())
    var piece = 0
    for node in lattice.arcs.indices {
      while piece < lattice.nodes.count - 1, lattice.nodes[piece] < node { piece += 1 }
      guard !best[node].isEmpty else { continue }
      guard !isCancelled() else { return [] }
      goOn(from: node, piece: lattice.nodes[piece] == node ? piece : nil)
    }
    guard let last = best[lattice.nodes[lattice.nodes.count - 1]][Place(state: 0)] else { return [] }
    return readings(to: last)
  }

  private mutating func reach(_ place: Place, at node: Int, by move: Move, from before: Int, _ cost: Cost) {
    if let known = best[node][place], !(cost < steps[known].cost) { return }
    best[node][place] = steps.count
    steps.append(Step(place: place, move: move, before: before, cost: cost))
  }
}

// MARK: Going on

extension WrittenSearch {
  /// Lets all places of a node go on.
  ///
  /// - Parameter piece: the piece before which the node stands; nil for one within a piece. Behind the last one it is the
  ///   number of pieces.
  private mutating func goOn(from node: Int, piece: Int?) {
    // A place that is reached again has its turn again.
    var first = 0
    var order = best[node].values.sorted()
    while first < order.count {
      let index = order[first]
      first += 1
      guard best[node][steps[index].place] == index else { continue }
      let count = steps.count
      let place = steps[index].place
      if place.mode == Place.between {
        passTags(of: index, at: node, piece: piece)
      } else if place.mode == Place.free, let piece {
        reach(Place(state: place.state), at: node, by: .nothing, from: index, steps[index].cost)
        fill(place.state, with: piece, from: index, steps[index].cost)
      }
      read(index, at: node)
      order += (count..<steps.count).filter { best[node][steps[$0].place] == $0 }
    }
  }

  /// Passes what takes no word: tags, the beginning of a free part, the end of a sentence.
  private mutating func passTags(of index: Int, at node: Int, piece: Int?) {
    let (state, cost) = (steps[index].place.state, steps[index].cost)
    for arc in commands.others(from: state) {
      var next = cost
      switch commands.automaton.symbols[Int(arc.symbol)] {
      case .tag(let tag):
        if case .intent = tag { next.order = arc.symbol }
        if case .open(let slot) = tag {
          next.pieces += 1
          next.slots += 1
          if slot == Self.name { next.names -= 1 }
        }
        reach(Place(state: arc.target), at: node, by: .symbol(arc.symbol), from: index, next)
      case .wildcard:
        guard let piece, piece < text.pieces.count, !text.pieces[piece].parts.isEmpty else { continue }
        next.freeParts += 1
        next.early -= piece
        if opensName(index) { next.names += 1 }
        fill(arc.target, with: piece, from: index, next)
      case .word: break
      }
    }
    if state == 0, let piece { beginAnother(after: index, at: piece) }
  }

  /// Whether a step opens the slot of a device's name.
  private func opensName(_ index: Int) -> Bool {
    guard case .symbol(let symbol) = steps[index].move, case .tag(let tag) = commands.automaton.symbols[Int(symbol)]
    else { return false }
    return tag == .open(slot: Self.name)
  }

  /// Puts a piece into a free part, after which the sentence goes on from a state.
  private mutating func fill(_ state: Int32, with piece: Int, from index: Int, _ cost: Cost) {
    guard piece < text.pieces.count else { return }
    var cost = cost
    if !text.pieces[piece].parts.isEmpty { cost.free += 1 }
    reach(
      Place(state: state, mode: Place.free), at: lattice.nodes[piece + 1], by: .free(piece: piece), from: index, cost)
  }

  /// Begins another command behind a punctuation mark or conjunctions.
  private mutating func beginAnother(after index: Int, at piece: Int) {
    guard piece > 0, piece < text.pieces.count else { return }
    var cost = steps[index].cost
    cost.commands += 1
    cost.free += Self.wordsToSave
    let start = Place(state: Int32(commands.automaton.start))
    if text.pieces[piece - 1].endsClause { reach(start, at: lattice.nodes[piece], by: .start, from: index, cost) }
    var next = piece
    while next < min(text.pieces.count, piece + Self.mostConjunctions), commands.isConjunction(text.pieces[next]) {
      next += 1
      reach(start, at: lattice.nodes[next], by: .start, from: index, cost)
    }
  }

  /// Reads the words that leave a node.
  private mutating func read(_ index: Int, at node: Int) {
    let (place, cost) = (steps[index].place, steps[index].cost)
    guard place.mode != Place.free else { return }
    for arc in lattice.arcs[node] {
      guard let word = arc.word else {
        reach(place, at: arc.target, by: .nothing, from: index, cost)
        continue
      }
      if place.mode == Place.between {
        let isInSlot = commands.openSlots[Int(place.state)] > 0
        var cost = cost
        if isInSlot { cost.pieces -= 1 }
        for next in commands.targets(of: word, from: place.state) {
          reach(Place(state: next.target), at: arc.target, by: .symbol(next.symbol), from: index, cost)
        }
        guard !isInSlot else { continue }
        for phrase in commands.skipPhrases.indices {
          skip(word, of: phrase, said: 0, to: arc.target, from: index)
        }
      } else {
        skip(word, of: Int(place.mode) / 64, said: Int(place.mode) % 64, to: arc.target, from: index)
      }
    }
  }

  private mutating func skip(_ word: WrittenCommands.Word, of phrase: Int, said: Int, to node: Int, from index: Int) {
    let words = commands.skipPhrases[phrase]
    guard words[said] == word, words.count < 64 else { return }
    var cost = steps[index].cost
    cost.skipped += 1
    let state = steps[index].place.state
    let place = said + 1 < words.count ? Place.skipping(phrase, said: said + 1, in: state) : Place(state: state)
    reach(place, at: node, by: .skip(phrase: phrase, said: said), from: index, cost)
  }
}

// MARK: What was found

extension WrittenSearch {
  /// The commands on the way to a step.
  private func readings(to last: Int) -> [CommandReading] {
    var moves: [Move] = []
    var index = last
    while index >= 0 {
      moves.append(steps[index].move)
      index = steps[index].before
    }
    var readings: [CommandReading] = []
    var free: Range<Int>?
    for move in moves.reversed() {
      if case .free(let piece) = move {
        free = (free?.lowerBound ?? piece)..<(piece + 1)
        continue
      }
      if let range = free.take() {
        for word in text.words(in: range) { readings[readings.count - 1].read(.init(tags: [], word: word)) }
      }
      switch move {
      case .start: readings.append(CommandReading())
      case .symbol(let symbol): readings[readings.count - 1].read(output(of: symbol))
      case .skip(let phrase, let said):
        readings[readings.count - 1].read(.init(tags: [], word: commands.skipSpellings[phrase][said]))
      case .nothing, .free: break
      }
    }
    return readings
  }

  private func output(of symbol: Int32) -> CommandGraph.Output {
    if case .tag(let tag) = commands.automaton.symbols[Int(symbol)] { return .init(tags: [tag], word: nil) }
    return .init(tags: [], word: commands.spellings[Int(symbol)])
  }
}
