/// Finds sentences that mean two different things.
///
/// Two readers walk through the automaton side by side. They must hear the same words, but each takes its own tags; what
/// one has filled or decided and the other has not is their difference. If both reach the end and still differ, then the
/// words on the way are said for two meanings.
struct AmbiguitySearch {
  /// Words, and the two things that they mean.
  struct Ambiguity: Hashable {
    let words: [String]
    let meanings: Set<Meaning>
  }

  /// An intent and its slots.
  struct Meaning: Hashable {
    let intent: String
    let slots: [String: SlotValue]
  }

  private struct Pair: Hashable {
    var first: Int32
    var second: Int32
    /// Tags that one reader has met more often than the other: +1 for the first.
    var difference: [Mark: Int] = [:]

    mutating func differ(in symbol: Int32, by amount: Int) {
      let mark = Mark(symbol: symbol)
      let count = (difference[mark] ?? 0) + amount
      difference[mark] = count == 0 ? nil : count
    }
  }

  /// A tag in a difference.
  private struct Mark: Hashable {
    let symbol: Int32
    /// 0 while the other reader may still meet the same. 1 or 2 once a word has passed after which the same tag would
    /// mean something else, since the slot's value is made of the words in it.
    var reader = 0
  }

  private struct Visit {
    let pair: Pair
    let from: Int?
    /// The symbols that the readers took on the way here.
    let symbols: (first: Int32?, second: Int32?)
  }

  private let automaton: SentenceAutomaton
  /// For every symbol, whether it is a tag whose meaning depends on the words around it.
  private let dependsOnPlace: [Bool]
  /// For every symbol, whether it is a tag that matters for the meaning.
  private let matters: [Bool]
  private var visits: [Visit] = []
  private var seen: Set<Pair> = []
  private(set) var found: Set<Ambiguity> = []
  /// Whether the search went through everything; else there may be more.
  private(set) var isComplete = true
  private static let mostVisits = 300_000
  private static let mostFound = 100

  init(_ automaton: SentenceAutomaton) {
    self.automaton = automaton
    let heardSlots = Set(automaton.symbols.compactMap(\.heardSlot))
    dependsOnPlace = automaton.symbols.map { symbol in
      if case .tag(.open(let slot)) = symbol { heardSlots.contains(slot) } else { symbol.heardSlot != nil }
    }
    matters = zip(automaton.symbols, dependsOnPlace).map { $0.isTag && !$0.isReply && (!$0.isOpeningTag || $1) }
    let prefixes = SentenceAutomaton.ShortestPrefixes(automaton)
    for state in (1..<automaton.stateCount).reversed() {
      guard visits.count < Self.mostVisits, found.count < Self.mostFound else {
        isComplete = false
        return
      }
      search(from: Int32(state), prefixes)
    }
  }

  /// Looks for readers that part at one state.
  private mutating func search(from state: Int32, _ prefixes: SentenceAutomaton.ShortestPrefixes) {
    let start = visits.count
    visit(Pair(first: state, second: state), from: nil, (nil, nil))
    var next = start
    while next < visits.count, visits.count < Self.mostVisits, found.count < Self.mostFound {
      let pair = visits[next].pair
      if pair.first == pair.second, !pair.difference.isEmpty {
        record(visit: next, prefix: prefixes[Int(state)])
      } else if pair.first != pair.second || next == start {
        step(from: next)
      }
      next += 1
    }
  }

  private mutating func visit(_ pair: Pair, from: Int?, _ symbols: (Int32?, Int32?)) {
    guard seen.insert(pair).inserted else { return }
    visits.append(Visit(pair: pair, from: from, symbols: symbols))
  }

  private mutating func step(from index: Int) {
    let pair = visits[index].pair
    for arc in automaton.arcs(from: Int(pair.first)) where automaton.symbols[Int(arc.symbol)].isTag {
      var next = pair
      next.first = arc.target
      if matters[Int(arc.symbol)] { next.differ(in: arc.symbol, by: 1) }
      visit(next, from: index, (arc.symbol, nil))
    }
    for arc in automaton.arcs(from: Int(pair.second)) where automaton.symbols[Int(arc.symbol)].isTag {
      var next = pair
      next.second = arc.target
      if matters[Int(arc.symbol)] { next.differ(in: arc.symbol, by: -1) }
      visit(next, from: index, (nil, arc.symbol))
    }
    if pair.first != pair.second { stepOverWords(from: index) }
  }

  /// Both readers hear the same word. The arcs are sorted by symbol, so that one walk along both finds the shared ones.
  private mutating func stepOverWords(from index: Int) {
    let pair = visits[index].pair
    let difference = afterWord(pair.difference)
    var (first, second) = (automaton.arcs(from: Int(pair.first)), automaton.arcs(from: Int(pair.second)))
    while let a = first.first, let b = second.first {
      if a.symbol < b.symbol {
        first.removeFirst()
      } else if b.symbol < a.symbol {
        second.removeFirst()
      } else {
        if !automaton.symbols[Int(a.symbol)].isTag {
          let next = Pair(first: a.target, second: b.target, difference: difference)
          visit(next, from: index, (a.symbol, b.symbol))
        }
        first.removeFirst()
        second.removeFirst()
      }
    }
  }

  /// A difference that a word makes final, as far as it depends on the place.
  private func afterWord(_ difference: [Mark: Int]) -> [Mark: Int] {
    var result: [Mark: Int] = [:]
    for (mark, count) in difference {
      let isFinal = dependsOnPlace[Int(mark.symbol)] && mark.reader == 0
      result[isFinal ? Mark(symbol: mark.symbol, reader: count > 0 ? 1 : 2) : mark, default: 0] += count
    }
    return result
  }

  /// Completes both readings, with the shortest end if they have met, and keeps them if they do differ in meaning.
  private mutating func record(visit index: Int, prefix: [Int32]) {
    var (first, second): ([Int32], [Int32]) = ([], [])
    var visit: Int? = index
    while let current = visit {
      if let symbol = visits[current].symbols.first { first.append(symbol) }
      if let symbol = visits[current].symbols.second { second.append(symbol) }
      visit = visits[current].from
    }
    let suffix = automaton.shortestSuffix(from: visits[index].pair.first)
    let readings = [first, second].map { automaton.reading(of: prefix + $0.reversed() + suffix) }
    let meanings = Set(readings.map { Meaning(intent: $0.intent ?? "", slots: $0.values) })
    if meanings.count > 1 { found.insert(Ambiguity(words: readings[0].words, meanings: meanings)) }
  }
}

extension AmbiguitySearch.Meaning: CustomStringConvertible {
  /// `setTimer(minutes: 5)`
  var description: String {
    let slots = slots.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return slots.isEmpty ? intent : "\(intent)(\(slots.joined(separator: ", ")))"
  }
}
