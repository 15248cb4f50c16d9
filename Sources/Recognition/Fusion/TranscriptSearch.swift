import Commands
import Lexicon

/// The sentences of a graph that explain a transcript best, each with another meaning: the text-only pass.
///
/// The score of a sentence is log p(the transcript's phones | the sentence's phones) by `PhoneChannel`, along the best
/// alignment and over all pronunciations on both sides, plus the weights of the graph's arcs. A word's confidence scales
/// its share of the logarithm, and their mean that of what was said but not written: confidence 0 says nothing.
///
/// A wildcard says any phone, so each of its phones is as likely as an unrelated one.
///
/// A place of the search is a state of the graph, before the next phone of the transcript; each state is there twice,
/// once for tokens on the way through a word that is left out as a whole.
struct TranscriptSearch: Sendable {
  private static let leastReach: Float = 0.05

  private let graph: CommandGraph
  private let keys: MeaningKeys
  private let channel: PhoneChannel
  private let order: StateOrder
  private let isWildcard: [Bool]
  private let finalOf: [Int32]
  private let beam: Float
  private let slack: Float

  private var history: WordHistory
  /// Lists that are not in use.
  private var spare: [TokenLists] = []
  private let limit: Int
  /// The places that have yet to let tokens pass what the transcript lacks, in the order of their states.
  private var waiting: BitSet
  /// The transcript's confidence: where words count less, tokens are closer to one another.
  private var reach: Float = 1
  /// The log-probability by chance of the phones that were read so far.
  private var chance: Float = 0
  /// Whether the search is no longer wanted.
  private var isCancelled: Cancellation = { false }

  /// - Parameters:
  ///   - limit: the most sentences to find, at least 1.
  ///   - beam: how far below the best token, in nats, a token may fall; infinite for an exact search.
  ///   - slack: how far below the transcript's log-probability by chance a token may fall: what ends there says nothing.
  init(
    graph: CommandGraph, keys: MeaningKeys, channel: PhoneChannel, limit: Int, beam: Float, slack: Float = .infinity
  ) {
    self.graph = graph
    self.keys = keys
    self.channel = channel
    self.beam = beam
    self.slack = slack
    waiting = BitSet(count: 2 * graph.stateCount)
    order = graph.stateOrder
    isWildcard = graph.wildcards
    finalOf = graph.index.finalOf
    self.limit = limit
    history = WordHistory()
  }

  /// The best sentences, best first.
  ///
  /// - Parameter isCancelled: asked with every phone; once the search is not wanted any more, there are none.
  mutating func sentences(
    for transcript: TranscriptPhones, until isCancelled: @escaping Cancellation = { false }
  ) -> [ScoredSentence] {
    self.isCancelled = isCancelled
    history.removeAll()
    chance = 0
    var lists = emptyLists()
    defer { spare.append(lists) }
    lists.admit(TokenLists.Token(score: 0), at: Self.place(graph.start))
    let omission = transcript.confidence
    reach = max(omission, Self.leastReach)
    omit(from: &lists, scale: omission)
    for word in transcript.words {
      read(word, at: &lists, omission: omission)
      if isCancelled() { return [] }
    }
    return lists.sentences(history: history, graph: graph) { place in
      place.isMultiple(of: 2) ? finalOf[place / 2] : -1
    }
  }

  private mutating func emptyLists() -> TokenLists {
    var lists = spare.popLast() ?? TokenLists(places: 2 * graph.stateCount, limit: limit)
    lists.removeAll()
    return lists
  }

  /// What a token has to score to be kept.
  private func threshold(of lists: TokenLists) -> Float { max(lists.best - reach * beam, chance - reach * slack) }

  private static func place(_ state: Int, inOmittedWord: Bool = false) -> Int { 2 * state + (inOmittedWord ? 1 : 0) }

  /// Moves all tokens past a word of the transcript: by one of its pronunciations, or as a word put in from nowhere.
  private mutating func read(_ word: TranscriptPhones.Word, at lists: inout TokenLists, omission: Float) {
    var result = emptyLists()
    let insertion = word.confidence * channel.insertedWord(phones: word.shortest)
    let before = chance
    lists.forEachToken(above: threshold(of: lists)) { place, token in
      var token = token
      token.score += insertion
      result.admit(token, at: place)
    }
    for pronunciation in word.pronunciations {
      var column = emptyLists()
      lists.forEachToken(above: threshold(of: lists)) { column.admit($1, at: $0) }
      for phone in pronunciation.phones where !isCancelled() {
        chance += word.confidence * channel.unrelatedPhone
        read(phone, at: &column, scale: word.confidence)
        omit(from: &column, scale: omission)
      }
      column.forEachToken(above: threshold(of: column)) { result.admit($1, at: $0) }
      spare.append(column)
      chance = before
    }
    chance = before + word.confidence * Float(word.shortest) * channel.unrelatedPhone
    swap(&lists, &result)
    spare.append(result)
    if history.isFull { collectGarbage(keeping: &lists) }
  }

  /// Moves all tokens past one phone of the transcript: said as it is or as another, or not said at all.
  private mutating func read(_ phone: Phone, at column: inout TokenLists, scale: Float) {
    var next = emptyLists()
    // The best score so far; the final best one can only be higher, so nothing is lost that the beam would keep.
    var best = -Float.infinity
    let (floor, beam) = (chance - reach * slack, reach * beam)
    column.forEachToken(above: threshold(of: column)) { place, token in
      guard place.isMultiple(of: 2) else { return }
      var inserted = token
      inserted.score += scale * channel.insertedPhone
      if inserted.score > max(best - beam, floor) { next.admit(inserted, at: place) }
      for index in arcs(from: place / 2) {
        let arc = graph.arcs[index]
        let written = channel.written(phone, said: arc.phone) + (isWildcard[index] ? channel.unrelatedPhone : 0)
        let score = token.score + arc.weight + scale * written
        guard score > max(best - beam, floor) else { continue }
        best = max(best, score)
        _ = move(token, past: index, score: score, inOmittedWord: false, &next)
      }
    }
    swap(&column, &next)
    spare.append(next)
  }

  /// Lets tokens pass phones, and whole words, that the transcript does not have.
  ///
  /// Places have their turn in the order of their states, so that most have it once; one that gets a better token after
  /// its turn has another.
  private mutating func omit(from column: inout TokenLists, scale: Float) {
    let threshold = threshold(of: column)
    column.forEachToken(above: threshold) { place, _ in waiting.insert(turn(of: place)) }
    while let turn = waiting.removeFirst() {
      let place = Self.place(Int(order.states[turn / 2]), inOmittedWord: !turn.isMultiple(of: 2))
      for index in column.tokens(at: place) where column[index].score > threshold {
        omit(column[index], at: place, above: threshold, scale: scale, &column)
      }
    }
  }

  private mutating func omit(
    _ token: TokenLists.Token, at place: Int, above threshold: Float, scale: Float, _ column: inout TokenLists
  ) {
    let (phone, word) = (token.score + scale * channel.deletedPhone, token.score + scale * channel.deletedWord)
    let isInside = !place.isMultiple(of: 2)
    for index in arcs(from: place / 2) {
      let arc = graph.arcs[index]
      if !isInside, phone + arc.weight > threshold,
        let reached = move(token, past: index, score: phone + arc.weight, inOmittedWord: false, &column)
      {
        waiting.insert(turn(of: reached))
      }
      let score = (isInside ? token.score : word) + arc.weight
      if arc.beginsWord != isInside, score > threshold,
        let reached = move(token, past: index, score: score, inOmittedWord: true, &column)
      {
        waiting.insert(turn(of: reached))
      }
    }
  }

  private func turn(of place: Int) -> Int { 2 * Int(order.rank[place / 2]) + place % 2 }

  /// - Returns: the place where the arc ends, if the token was wanted there.
  private mutating func move(
    _ token: TokenLists.Token, past index: Int, score: Float, inOmittedWord: Bool, _ column: inout TokenLists
  ) -> Int? {
    let arc = graph.arcs[index]
    // A word ends where it has an output.
    let place = Self.place(Int(arc.target), inOmittedWord: inOmittedWord && arc.output < 0)
    let meaning = arc.output < 0 ? token.meaning : keys.after(arc: index, output: arc.output, token.meaning)
    guard let slot = column.admit(score: score, meaning: meaning, at: place) else { return nil }
    column[slot].trace = token.trace
    if arc.output >= 0 {
      let word = token.trace.word(output: arc.output, end: 0, exit: score)
      column[slot].trace = Trace(record: history.append(word))
    }
    return place
  }

  /// The arcs that stand for any phone: those into a wildcard, whose output has no word, and those within it.
  static func wildcards(of graph: CommandGraph) -> [Bool] {
    let entries = graph.arcs.map(graph.entersFreePart)
    let inside = Set(zip(graph.arcs, entries).filter(\.1).map(\.0.target))
    return zip(graph.arcs, entries).map { arc, isEntry in
      isEntry || (arc.source == arc.target && inside.contains(arc.source))
    }
  }

  private func arcs(from state: Int) -> Range<Int> { Int(graph.firstArc[state])..<Int(graph.firstArc[state + 1]) }

  private mutating func collectGarbage(keeping lists: inout TokenLists) {
    history.unmarkAll()
    lists.mark(in: &history)
    history.compact()
    lists.follow(history)
  }
}
