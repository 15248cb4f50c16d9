import Aligner
import Commands
import Lexicon

/// The best sentences of a graph for a whole segment of sound, each with another meaning: the search of
/// `CommandDecoder`, with a list of tokens wherever that has one.
///
/// A token carries the key of what it has said, and a place keeps the best tokens with different keys. As two different
/// beginnings stay different whatever follows, the n best meanings of all are among the n best of every place on their
/// way: with an infinite beam the result is exact. Every frame belongs to the command here; fillers are not searched.
///
/// It costs about as many times what the decoder costs as there are tokens in a list. Buffers are kept between segments.
struct AlternativeSearch: Sendable {
  private let graph: CommandGraph
  private let keys: MeaningKeys
  private let incoming: IncomingArcs
  private let finalOf: [Int32]
  private let beam: Float

  private var arcs: TokenLists
  private var nextArcs: TokenLists
  private var blanks: TokenLists
  /// What may leave each state: its blank's tokens and those that have just arrived.
  private var leaving: TokenLists
  /// What may leave a state for the phone that it was also reached with; one place.
  private var others: TokenLists
  /// The phones with which tokens arrive at each state, a bit for each raw value.
  private var arrivals: [UInt64]
  private var history: WordHistory
  private var frame = 0
  private var threshold = -Float.infinity

  /// - Parameters:
  ///   - limit: the most sentences to find, at least 1.
  ///   - beam: how far below the best token, in nats, a token may fall; infinite for an exact search.
  init(graph: CommandGraph, keys: MeaningKeys, limit: Int, beam: Float) {
    self.graph = graph
    self.keys = keys
    self.beam = beam
    incoming = graph.index.incoming
    finalOf = graph.index.finalOf
    arcs = TokenLists(places: graph.arcs.count, limit: limit)
    nextArcs = arcs
    blanks = TokenLists(places: graph.stateCount, limit: limit)
    leaving = blanks
    others = TokenLists(places: 1, limit: limit)
    arrivals = Array(repeating: 0, count: graph.stateCount)
    history = WordHistory()
    reset()
  }

  /// The bytes that it has of its own.
  var byteCount: Int {
    arcs.byteCount + nextArcs.byteCount + blanks.byteCount + leaving.byteCount + others.byteCount
      + arrivals.capacity * MemoryLayout<UInt64>.size + history.byteCount
  }

  /// The best sentences of a whole segment, best first, with their scores relative to the free phone loop.
  mutating func sentences(in posteriors: PhonePosteriors) -> [ScoredSentence] {
    reset()
    push(posteriors)
    return finished()
  }

  /// Takes in the segment's next frames.
  mutating func push(_ posteriors: PhonePosteriors) {
    let columns = PhonePosteriors.columns
    let values = posteriors.logProbabilities.span
    for frame in 0..<posteriors.frameCount {
      push(values.extracting(frame * columns..<(frame + 1) * columns))
    }
  }

  /// Begins a segment.
  mutating func reset() {
    arcs.removeAll()
    blanks.removeAll()
    history.removeAll()
    blanks.admit(TokenLists.Token(score: 0), at: graph.start)
    (frame, threshold) = (0, -.infinity)
  }

  private mutating func push(_ values: Span<Float>) {
    if history.isFull { collectGarbage() }
    let peak = CommandDecoder.Peak(of: values).logProbability
    arrive()
    depart()
    for arc in arcs.active {
      arcs.add(values[Int(graph.arcs[Int(arc)].phone.rawValue)] - peak, at: Int(arc))
    }
    for state in blanks.active { blanks.add(values[0] - peak, at: Int(state)) }
    threshold = max(arcs.best, blanks.best) - beam
    frame += 1
  }

  /// Collects what may leave each state in this frame.
  private mutating func arrive() {
    // The lists are away while `self` is at work on them.
    var lists = TokenLists()
    swap(&lists, &leaving)
    lists.removeAll()
    for state in blanks.active { Self.copy(Int(state), from: blanks, above: threshold, to: &lists, at: Int(state)) }
    for arc in arcs.active {
      let target = Int(graph.arcs[Int(arc)].target)
      leave(Int(arc), to: &lists, at: target)
      arrivals[target] |= Self.bit(of: graph.arcs[Int(arc)].phone)
    }
    swap(&lists, &leaving)
  }

  /// Moves the tokens on: within their arcs, into the arcs that leave a state, and into the blanks.
  private mutating func depart() {
    nextArcs.removeAll()
    for arc in arcs.active { Self.copy(Int(arc), from: arcs, above: threshold, to: &nextArcs, at: Int(arc)) }
    for state in leaving.active { depart(from: Int(state)) }
    for arc in arcs.active { arrivals[Int(graph.arcs[Int(arc)].target)] = 0 }
    swap(&arcs, &nextArcs)
    swap(&blanks, &leaving)
  }

  private mutating func depart(from state: Int) {
    for index in Int(graph.firstArc[state])..<Int(graph.firstArc[state + 1]) {
      let arc = graph.arcs[index]
      if arrivals[state] & Self.bit(of: arc.phone) == 0 {
        enter(index, from: leaving, at: state)
      } else {
        collectOthers(of: arc.phone, at: state)
        enter(index, from: others, at: 0)
      }
    }
  }

  /// CTC needs a blank between two phones that are the same.
  private mutating func collectOthers(of phone: Phone, at state: Int) {
    var lists = TokenLists()
    swap(&lists, &others)
    lists.removeAll()
    Self.copy(state, from: blanks, above: threshold, to: &lists, at: 0)
    for arc in incoming[state] where graph.arcs[Int(arc)].phone != phone { leave(Int(arc), to: &lists, at: 0) }
    swap(&lists, &others)
  }

  private mutating func enter(_ index: Int, from lists: TokenLists, at place: Int) {
    let arc = graph.arcs[index]
    for token in lists.tokens(at: place) {
      let token = lists[token]
      let score = token.score + arc.weight
      guard let slot = nextArcs.admit(score: score, meaning: token.meaning, at: index) else { continue }
      nextArcs[slot].trace = token.trace.entering(arc, frame: frame, score: token.score)
    }
  }

  /// Lets the tokens of an arc arrive: at a word's last phone they remember the word.
  private mutating func leave(_ arc: Int, to lists: inout TokenLists, at place: Int) {
    let output = graph.arcs[arc].output
    for token in arcs.tokens(at: arc) {
      let token = arcs[token]
      guard token.score > threshold else { break }
      let meaning = output < 0 ? token.meaning : keys.after(arc: arc, output: output, token.meaning)
      guard let slot = lists.admit(score: token.score, meaning: meaning, at: place) else { continue }
      lists[slot].trace =
        output < 0
        ? token.trace
        : Trace(record: history.append(token.trace.word(output: output, end: frame, exit: token.score)))
    }
  }

  private static func copy(
    _ source: Int, from lists: TokenLists, above threshold: Float, to target: inout TokenLists, at place: Int
  ) {
    for token in lists.tokens(at: source) {
      guard lists[token].score > threshold else { break }
      target.admit(lists[token], at: place)
    }
  }

  private static func bit(of phone: Phone) -> UInt64 { 1 << UInt64(phone.rawValue) }

  private mutating func collectGarbage() {
    history.unmarkAll()
    arcs.mark(in: &history)
    blanks.mark(in: &history)
    history.compact()
    arcs.follow(history)
    blanks.follow(history)
  }

  /// The complete sentences if the sound ends here, best first. The segment cannot go on then.
  mutating func finished() -> [ScoredSentence] {
    arrive()
    for arc in arcs.active { arrivals[Int(graph.arcs[Int(arc)].target)] = 0 }
    return leaving.sentences(history: history, graph: graph) { finalOf[$0] }
  }
}
