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
    /// Closing tags and intents that one reader has met more often than the other: +1 for the first.
    var difference: [Int32: Int] = [:]

    mutating func differ(in symbol: Int32, by amount: Int) {
      let count = (difference[symbol] ?? 0) + amount
      difference[symbol] = count == 0 ? nil : count
    }
  }

  private struct Visit {
    let pair: Pair
    let from: Int?
    /// The symbols that the readers took on the way here.
    let symbols: (first: Int32?, second: Int32?)
  }

  private let automaton: SentenceAutomaton
  private var visits: [Visit] = []
  private var seen: Set<Pair> = []
  private(set) var found: Set<Ambiguity> = []
  /// Whether the search went through everything; else there may be more.
  private(set) var isComplete = true
  private static let mostVisits = 300_000
  private static let mostFound = 100

  init(_ automaton: SentenceAutomaton) {
    self.automaton = automaton
    let prefixes = automaton.shortestPrefixes()
    for state in (1..<automaton.stateCount).reversed() {
      guard visits.count < Self.mostVisits, found.count < Self.mostFound else {
        isComplete = false
        return
      }
      search(from: Int32(state), prefix: prefixes[state])
    }
  }

  /// Looks for readers that part at one state.
  private mutating func search(from state: Int32, prefix: [Int32]) {
    let start = visits.count
    visit(Pair(first: state, second: state), from: nil, (nil, nil))
    var next = start
    while next < visits.count, visits.count < Self.mostVisits, found.count < Self.mostFound {
      let pair = visits[next].pair
      if pair.first == pair.second, !pair.difference.isEmpty {
        record(visit: next, prefix: prefix)
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
    for arc in automaton.arcs(from: Int(pair.first)) {
      guard case .tag(let tag) = automaton.symbols[Int(arc.symbol)] else { continue }
      var next = pair
      next.first = arc.target
      if !tag.isOpening { next.differ(in: arc.symbol, by: 1) }
      visit(next, from: index, (arc.symbol, nil))
    }
    for arc in automaton.arcs(from: Int(pair.second)) {
      guard case .tag(let tag) = automaton.symbols[Int(arc.symbol)] else { continue }
      var next = pair
      next.second = arc.target
      if !tag.isOpening { next.differ(in: arc.symbol, by: -1) }
      visit(next, from: index, (nil, arc.symbol))
    }
    guard pair.first != pair.second else { return }
    stepOverWords(from: index)
  }

  /// Both readers hear the same word. The arcs are sorted by symbol, so that one walk along both finds the shared ones.
  private mutating func stepOverWords(from index: Int) {
    let pair = visits[index].pair
    var (first, second) = (automaton.arcs(from: Int(pair.first)), automaton.arcs(from: Int(pair.second)))
    while let a = first.first, let b = second.first {
      if a.symbol < b.symbol {
        first.removeFirst()
      } else if b.symbol < a.symbol {
        second.removeFirst()
      } else {
        if !automaton.symbols[Int(a.symbol)].isTag {
          let next = Pair(first: a.target, second: b.target, difference: pair.difference)
          visit(next, from: index, (a.symbol, b.symbol))
        }
        first.removeFirst()
        second.removeFirst()
      }
    }
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

extension Symbol {
  var isTag: Bool { if case .tag = self { true } else { false } }
}
