import Lexicon

/// The sentence network read word by word: states between words, and arcs that carry whole words, tags or wildcards.
///
/// Arcs without input are gone. What a state leads to is found when it is first asked for.
///
/// Parts that stand side by side without a blank are one word: `light[s]`, `{room}'s`. Where their choices multiply, as in
/// `(a|b|c)(a|b|c)…`, that would be too many, and they are words of their own: between slots, or if that is not enough
/// between all parts.
struct WordNetwork {
  struct Arc: Hashable {
    let symbol: Int32
    let target: Int32
  }

  /// Where the arcs of a state stand in `arcs`; a state without any has not been asked for.
  private struct Place {
    var first: Int32 = 0
    var count: Int32 = 0
  }

  private var network: SentenceNetwork
  /// For each state its arcs; states beyond the network's own stand between a word and its tags.
  private var places: [Place]
  private var arcs: [Arc] = []
  /// For each fragment the symbol of the word that it is by itself, or -1.
  private var wordSymbols: [Int32] = []
  private var metTags = Interner<MetTags>()
  /// The words put together from parts so far.
  private var joined = 0
  /// The words behind which another one may stand without a blank, by their symbols: those before a blank that may be left
  /// out, and those that are only parts of a word.
  private(set) var joiningWords: Set<Int32> = []

  /// The most words put together from parts.
  private static let mostJoined = 200_000
  /// The most of them that begin at one place: where there would be more, words are split.
  private static let mostJoinedAtOnce = 500

  /// Which parts that stand side by side make a word.
  private enum Joining: CaseIterable {
    case all
    /// Those of the same slot, or of none.
    case withinSlots
    case none
  }

  /// More words of parts, or longer ones, than are compiled.
  struct TooLarge: Error {
    var what: String
    var limit: Int
  }

  init(_ network: SentenceNetwork) {
    self.network = network
    places = Array(repeating: Place(), count: network.heads.count)
    _ = metTags.index(of: MetTags())
  }

  var symbols: Interner<Symbol> { network.symbols }
  var start: Int32 { network.start }
  var end: Int32 { network.end }

  /// The arcs that leave a state between words.
  ///
  /// - Throws: `TooLarge`.
  mutating func arcs(from state: Int32) throws(TooLarge) -> ArraySlice<Arc> {
    if places[Int(state)].count == 0 {
      let found = try findArcs(from: state)
      places[Int(state)] = Place(first: Int32(arcs.count), count: Int32(found.count))
      arcs += found
    }
    let place = places[Int(state)]
    return arcs[Int(place.first)..<Int(place.first + place.count)]
  }

  /// A place between words or within one.
  private struct Point: Hashable {
    var state: Int32
    /// The word so far, an index into the network's fragments; -1 between words.
    var word: Int32 = -1
    /// The tags met within the word, an index into `metTags`.
    var tags: Int32 = 0
  }

  /// Points that are gone through, each once. There are few as a rule, and looking through them is faster than hashing.
  private struct FewPoints {
    private var points: [Point] = []
    private var passed = 0
    /// All of them, once there are many.
    private var known: Set<Point> = []

    mutating func add(_ point: Point) {
      if points.count < 16 {
        guard !points.contains(point) else { return }
      } else {
        if known.isEmpty { known = Set(points) }
        guard known.insert(point).inserted else { return }
      }
      points.append(point)
    }

    mutating func next() -> Point? {
      guard passed < points.count else { return nil }
      passed += 1
      return points[passed - 1]
    }
  }

  /// Tags that are met within a word: where they go is known when the word ends.
  private struct MetTags: Hashable {
    /// Tags that go before the word.
    var before: [Int32] = []
    /// Tags that go after the word, unless it goes on: then those that open go before it.
    var after: [Int32] = []
  }

  private mutating func findArcs(from state: Int32) throws(TooLarge) -> [Arc] {
    for joining in Joining.allCases {
      let before = (joined: joined, states: places.count, arcs: arcs.count)
      if let arcs = try arcs(from: state, joining, most: before.joined + Self.mostJoinedAtOnce) { return arcs }
      places.removeLast(places.count - before.states)
      arcs.removeLast(arcs.count - before.arcs)
    }
    throw TooLarge(what: "words that begin at one place", limit: Self.mostJoinedAtOnce)
  }

  /// - Returns: nil where more words would be put together than `most` in all.
  private mutating func arcs(from state: Int32, _ joining: Joining, most: Int) throws(TooLarge) -> [Arc]? {
    var found: [Arc] = []
    var points = FewPoints()
    points.add(Point(state: state))
    while let point = points.next() {
      var index = network.heads[Int(point.state)]
      while index >= 0 {
        let arc = network.arcs[Int(index)]
        let next = point.word < 0 ? between(arc, &found) : try within(point, arc, joining, &found)
        guard joined <= most else { return nil }
        if let next { points.add(next) }
        index = arc.next
      }
    }
    found.sortOnce()
    return found
  }

  private func between(_ arc: SentenceNetwork.Arc, _ found: inout [Arc]) -> Point? {
    switch arc.label {
    case .nothing, .blank, .optionalBlank: return Point(state: arc.target)
    case .fragment(let fragment): return Point(state: arc.target, word: fragment)
    case .symbol(let symbol):
      found.append(Arc(symbol: symbol, target: arc.target))
      return nil
    }
  }

  private mutating func within(
    _ point: Point, _ arc: SentenceNetwork.Arc, _ joining: Joining, _ found: inout [Arc]
  ) throws(TooLarge) -> Point? {
    var next = point
    next.state = arc.target
    switch arc.label {
    case .nothing: break
    case .blank:
      found.append(wordArc(point, to: arc.target))
      return nil
    case .optionalBlank:
      found.append(wordArc(point, to: arc.target, joins: true))
      return nil
    case .fragment where joining == .none || (joining == .withinSlots && !metTags[point.tags].after.isEmpty):
      // The word ends here, and what follows begins another one.
      found.append(wordArc(point, to: point.state, joins: true))
      return nil
    case .fragment(let fragment):
      next.word = network.fragments.index(of: try join(network.fragments[point.word], network.fragments[fragment]))
      next.tags = passed(point.tags)
    case .symbol(let symbol):
      guard network.symbols[symbol].isTag else {
        found.append(wordArc(point, to: newState(Arc(symbol: symbol, target: arc.target))))
        return nil
      }
      var tags = metTags[point.tags]
      tags.after.append(symbol)
      next.tags = metTags.index(of: tags)
    }
    return next
  }

  private mutating func join(_ start: String, _ end: String) throws(TooLarge) -> String {
    joined += 1
    guard joined <= Self.mostJoined else {
      throw TooLarge(what: "words of parts that stand side by side", limit: Self.mostJoined)
    }
    let letters = TextLimits.standard.letters
    let word = start + end
    guard word.unicodeScalars.count <= letters else { throw TooLarge(what: "letters in a word", limit: letters) }
    return word
  }

  /// The tags of a word that goes on: what opened within it opens before it.
  private mutating func passed(_ index: Int32) -> Int32 {
    guard index > 0 else { return index }
    var tags = metTags[index]
    let opening = tags.after.filter { network.symbols[$0].isOpeningTag }
    tags.before += opening
    tags.after.removeAll(where: opening.contains)
    return metTags.index(of: tags)
  }

  /// An arc for the word that ends at `point`, with its tags on arcs of their own around it.
  ///
  /// - Parameter joins: whether the next word may stand behind it without a blank.
  private mutating func wordArc(_ point: Point, to target: Int32, joins: Bool = false) -> Arc {
    let symbol = symbol(of: point.word)
    if joins { joiningWords.insert(symbol) }
    guard point.tags > 0 else { return Arc(symbol: symbol, target: target) }
    let tags = metTags[point.tags]
    let chain = tags.before + [symbol] + tags.after
    var last = target
    for symbol in chain.dropFirst().reversed() { last = newState(Arc(symbol: symbol, target: last)) }
    return Arc(symbol: chain[0], target: last)
  }

  private mutating func symbol(of word: Int32) -> Int32 {
    while wordSymbols.count < network.fragments.values.count { wordSymbols.append(-1) }
    if wordSymbols[Int(word)] < 0 {
      wordSymbols[Int(word)] = network.symbols.index(of: .word(network.fragments[word]))
    }
    return wordSymbols[Int(word)]
  }

  /// A state with a single arc.
  private mutating func newState(_ arc: Arc) -> Int32 {
    places.append(Place(first: Int32(arcs.count), count: 1))
    arcs.append(arc)
    return Int32(places.count - 1)
  }
}

extension [WordNetwork.Arc] {
  /// Orders arcs by symbol and then by target, and leaves each once.
  mutating func sortOnce() {
    guard count > 1 else { return }
    sort { ($0.symbol, $0.target) < ($1.symbol, $1.target) }
    self = indices.filter { $0 == 0 || self[$0] != self[$0 - 1] }.map { self[$0] }
  }
}
