/// The sentence network read word by word: states between words, and arcs that carry whole words, tags or wildcards.
///
/// Arcs without input are gone. What a state leads to is found when it is first asked for.
struct WordNetwork {
  struct Arc: Hashable {
    let symbol: Int32
    let target: Int32
  }

  private var network: SentenceNetwork
  /// For each state its arcs, once they are known; states beyond the network's own stand between a word and its tags.
  private var known: [[Arc]?]
  private var wordSymbols: [Int32: Int32] = [:]

  init(_ network: SentenceNetwork) {
    self.network = network
    known = Array(repeating: nil, count: network.heads.count)
  }

  var symbols: Interner<Symbol> { network.symbols }
  var start: Int32 { network.start }
  var end: Int32 { network.end }

  /// The arcs that leave a state between words.
  mutating func arcs(from state: Int32) -> [Arc] {
    if let arcs = known[Int(state)] { return arcs }
    let arcs = findArcs(from: state)
    known[Int(state)] = arcs
    return arcs
  }

  /// A place within a word, and what has been met in it.
  private struct Point: Hashable {
    let state: Int32
    /// The word so far, an index into the network's fragments; -1 between words.
    var word: Int32 = -1
    /// Tags that opened within the word, and go before it if it goes on.
    var opened: [Int32] = []
    /// The tags before and after the word.
    var before: [Int32] = []
    var after: [Int32] = []

    init(state: Int32) { self.state = state }

    func moved(to state: Int32) -> Point {
      var point = Point(state: state)
      (point.word, point.opened, point.before, point.after) = (word, opened, before, after)
      return point
    }
  }

  private mutating func findArcs(from state: Int32) -> [Arc] {
    var found: Set<Arc> = []
    var seen: Set<Point> = []
    var pending = [Point(state: state)]
    while let point = pending.popLast() {
      guard seen.insert(point).inserted else { continue }
      var steps: [(SentenceNetwork.Label, Int32)] = []
      network.forEachArc(from: point.state) { steps.append(($0, $1)) }
      for (label, target) in steps {
        let next = point.word < 0 ? between(point, label, target, &found) : within(point, label, target, &found)
        if let next { pending.append(next) }
      }
    }
    return found.sorted { ($0.symbol, $0.target) < ($1.symbol, $1.target) }
  }

  private mutating func between(
    _ point: Point, _ label: SentenceNetwork.Label, _ target: Int32, _ found: inout Set<Arc>
  ) -> Point? {
    var next = point.moved(to: target)
    switch label {
    case .nothing, .blank: return next
    case .fragment(let fragment):
      next.word = fragment
      return next
    case .symbol(let symbol):
      found.insert(Arc(symbol: symbol, target: target))
      return nil
    }
  }

  private mutating func within(
    _ point: Point, _ label: SentenceNetwork.Label, _ target: Int32, _ found: inout Set<Arc>
  ) -> Point? {
    var next = point.moved(to: target)
    switch label {
    case .nothing: return next
    case .blank:
      found.insert(wordArc(point, to: target))
      return nil
    case .fragment(let fragment):
      next.word = network.fragments.index(of: network.fragments[point.word] + network.fragments[fragment])
      next.before += next.opened
      next.after.removeAll { next.opened.contains($0) }
      next.opened = []
      return next
    case .symbol(let symbol):
      guard case .tag(let tag) = network.symbols[symbol] else {
        found.insert(wordArc(point, to: newState([Arc(symbol: symbol, target: target)])))
        return nil
      }
      if case .open = tag { next.opened.append(symbol) }
      next.after.append(symbol)
      return next
    }
  }

  /// An arc for the word that ends at `point`, with its tags on arcs of their own around it.
  private mutating func wordArc(_ point: Point, to target: Int32) -> Arc {
    let symbol = wordSymbols[point.word] ?? network.symbols.index(of: .word(network.fragments[point.word]))
    wordSymbols[point.word] = symbol
    let chain = point.before + [symbol] + point.after
    var last = target
    for symbol in chain.dropFirst().reversed() { last = newState([Arc(symbol: symbol, target: last)]) }
    return Arc(symbol: chain[0], target: last)
  }

  private mutating func newState(_ arcs: [Arc]) -> Int32 {
    known.append(arcs)
    return Int32(known.count - 1)
  }
}
