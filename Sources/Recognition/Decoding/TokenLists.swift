import Commands

/// For each place of a search up to so many tokens that mean different things, best first.
///
/// Memory grows with the places that are in use, not with the graph, and is kept when the lists are emptied.
struct TokenLists: Sendable {
  struct Token: Sendable {
    var score: Float
    var meaning = MeaningKey()
    var trace = Trace()
  }

  /// The most tokens of a place.
  let limit: Int
  /// The places with tokens, in the order in which they came into use.
  private(set) var active: [Int32] = []
  /// The list of each place, or -1; list `l` has `counts[l]` tokens from `l * limit` on.
  fileprivate var lists: [Int32]
  fileprivate var counts: [Int] = []
  fileprivate var tokens: [Token] = []

  /// Lists without tokens; by default for no place at all.
  init(places: Int = 0, limit: Int = 1) {
    self.limit = limit
    lists = Array(repeating: -1, count: places)
  }

  /// Where the tokens of a place are, for `subscript`.
  func tokens(at place: Int) -> Range<Int> {
    guard lists[place] >= 0 else { return 0..<0 }
    let (start, count) = (Int(lists[place]) * limit, counts[Int(lists[place])])
    return start..<start + count
  }

  subscript(index: Int) -> Token {
    get { tokens[index] }
    set { tokens[index] = newValue }
  }

  /// Makes room for a token unless the place has as good a one of the same meaning, or better ones of enough others.
  ///
  /// - Returns: where its trace has to be written; nil where it is not wanted.
  mutating func admit(score: Float, meaning: MeaningKey, at place: Int) -> Int? {
    let list = list(at: place)
    let (start, count) = (list * limit, counts[list])
    guard count < limit || tokens[start + count - 1].score < score else { return nil }
    var index = 0
    while index < count, tokens[start + index].meaning != meaning { index += 1 }
    if index < count, tokens[start + index].score >= score { return nil }
    if index == count { if count < limit { counts[list] += 1 } else { index -= 1 } }
    while index > 0, tokens[start + index - 1].score < score {
      tokens[start + index] = tokens[start + index - 1]
      index -= 1
    }
    tokens[start + index] = Token(score: score, meaning: meaning)
    return start + index
  }

  /// Admits a token as it is.
  mutating func admit(_ token: Token, at place: Int) {
    if let index = admit(score: token.score, meaning: token.meaning, at: place) { tokens[index].trace = token.trace }
  }

  /// Changes the score of every token of a place by the same amount.
  mutating func add(_ difference: Float, at place: Int) {
    for index in tokens(at: place) { tokens[index].score += difference }
  }

  /// Empties every list.
  mutating func removeAll() {
    for place in active { lists[Int(place)] = -1 }
    active.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
  }

  private mutating func list(at place: Int) -> Int {
    if lists[place] >= 0 { return Int(lists[place]) }
    lists[place] = Int32(active.count)
    active.append(Int32(place))
    counts.append(0)
    if tokens.count < active.count * limit {
      for _ in 0..<limit { tokens.append(Token(score: -.infinity)) }
    }
    return active.count - 1
  }
}

extension TokenLists {
  /// The bytes that they have.
  var byteCount: Int {
    (active.capacity + lists.capacity) * MemoryLayout<Int32>.size + counts.capacity * MemoryLayout<Int>.size
      + tokens.capacity * MemoryLayout<Token>.stride
  }

  /// The highest score of all; -infinity where there is no token.
  var best: Float {
    active.reduce(-.infinity) { best, place in
      tokens(at: Int(place)).first.map { max(best, self[$0].score) } ?? best
    }
  }

  /// Visits the tokens of every place that are better than a threshold.
  func forEachToken(above threshold: Float, _ visit: (_ place: Int, _ token: Token) -> Void) {
    for place in active {
      for index in tokens(at: Int(place)) where self[index].score > threshold { visit(Int(place), self[index]) }
    }
  }

  /// Marks what the tokens remember, for a collection.
  func mark(in history: inout WordHistory) {
    for place in active {
      for index in tokens(at: Int(place)) { history.mark(self[index].trace.record) }
    }
  }

  /// Follows the words to where a collection has moved them.
  mutating func follow(_ history: WordHistory) {
    for place in active {
      for index in tokens(at: Int(place)) { self[index].trace.record = history.moved(self[index].trace.record) }
    }
  }
}
