public import Aligner
public import Commands

/// Finds the sentence of a `CommandGraph` that best explains what the network heard: Viterbi token passing over CTC.
///
/// Every state `s` of the graph has a blank token `b[s]`, every arc `a` an emitting token `e[a]`. With `w` an arc's
/// weight and `lp[t, k]` the log-probability of column `k` in frame `t`, a frame does this:
///
///     e'[a] = max(e[a], b[source] + w, max over a' into source, phone(a') ≠ phone(a), of e[a'] + w) + lp[t, phone(a)]
///     b'[s] = max(b[s], max over a into s of e[a]) + lp[t, blank]
///
/// which is the best path of Graves et al. (2006) through every alignment of every sentence. A state keeps its best
/// arrival and the best one with another phone, so that an arc costs O(1). Tokens further than the beam below the best
/// one are dropped; with an infinite beam the result is exact.
///
/// Scores are relative to the free phone loop: each frame's highest log-probability is subtracted, so that 0 is the best
/// that any sequence of phones could do and a long input loses no precision.
///
/// Frames are pushed as they come. After the first frames nothing is allocated, except when the history of words grows
/// beyond everything that was needed before.
public struct CommandDecoder: Sendable {
  /// The graph that is searched.
  public let graph: CommandGraph
  /// How wide the search is.
  public let settings: Settings
  /// The number of frames pushed since the last reset.
  public internal(set) var frameCount = 0

  /// The first final of each state, or -1: of several meanings the one that the file gives first is taken.
  let finalOf: [Int32]

  /// e[a], -infinity where there is no token, and what the token remembers.
  var arcScore: [Float]
  var arcTrace: [Trace]
  /// b[s], and from `depart` to `enter` the best token that leaves `s`, whether from the blank or from an arrival.
  var blankScore: [Float]
  var blankTrace: [Trace]
  /// The best token that leaves `s` for a phone that equals the one just arrived with.
  var repeatScore: [Float]
  var repeatTrace: [Trace]
  /// The column of the phone that the token in `blankScore` arrived with; 0 where it comes from a blank.
  var arrivedColumn: [UInt8]
  /// The best arriving arc of each state and the best with another phone, or -1.
  var firstArrival: [Int32]
  var secondArrival: [Int32]

  /// The arcs with a token, in order of activation.
  var activeArcs: [Int32]
  /// The states with a token, in order of activation; between `arrive` and `enter` those with an arrival as well.
  var activeStates: [Int32]
  var isActive: [Bool]

  var history: WordHistory
  /// Tokens have to be better than this to live on.
  var threshold = -Float.infinity
  /// The highest score of a token in the graph.
  var best: Float = 0
  /// The sum of what was subtracted from the scores, one maximum per frame.
  var freeLoopScore = 0.0
  /// The column with the highest probability in the last frame.
  var lastPeakColumn = 0
  var leadIn = -Float.infinity
  var leadOut = LeadOut()
  var histogram = [Int](repeating: 0, count: Self.histogramBins)

  /// A decoder that waits for its first frame. One per stream; the graph is shared.
  public init(graph: CommandGraph, settings: Settings = Settings()) {
    self.graph = graph
    self.settings = settings
    finalOf = Self.firstFinals(of: graph)
    let (arcs, states) = (graph.arcs.count, graph.stateCount)
    arcScore = Array(repeating: -.infinity, count: arcs)
    arcTrace = Array(repeating: Trace(), count: arcs)
    blankScore = Array(repeating: -.infinity, count: states)
    blankTrace = Array(repeating: Trace(), count: states)
    repeatScore = Array(repeating: -.infinity, count: states)
    repeatTrace = Array(repeating: Trace(), count: states)
    arrivedColumn = Array(repeating: 0, count: states)
    firstArrival = Array(repeating: -1, count: states)
    secondArrival = Array(repeating: -1, count: states)
    isActive = Array(repeating: false, count: states)
    activeArcs = []
    activeArcs.reserveCapacity(arcs)
    activeStates = []
    activeStates.reserveCapacity(states)
    history = WordHistory(perFrame: graph.arcs.count { $0.output >= 0 } + 1)
    begin()
  }

  /// Forgets everything heard, ready for the next segment.
  public mutating func reset() {
    for arc in activeArcs { arcScore[Int(arc)] = -.infinity }
    for state in activeStates {
      blankScore[Int(state)] = -.infinity
      isActive[Int(state)] = false
    }
    activeArcs.removeAll(keepingCapacity: true)
    activeStates.removeAll(keepingCapacity: true)
    history.removeAll()
    begin()
  }

  /// Decodes all frames of `posteriors`.
  public mutating func push(_ posteriors: PhonePosteriors) {
    let columns = PhonePosteriors.columns
    let values = posteriors.logProbabilities.span
    for frame in 0..<posteriors.frameCount {
      push(frame: values.extracting(frame * columns..<(frame + 1) * columns))
    }
  }

  /// Decodes one frame.
  ///
  /// - Parameter frame: natural log-probabilities, one per column of `PhonePosteriors`. Values that are not numbers end
  ///   the tokens that need them.
  /// - Precondition: `frame` has `PhonePosteriors.columns` values.
  public mutating func push(frame: Span<Float>) {
    precondition(frame.count == PhonePosteriors.columns)
    let peak = Peak(of: frame)
    if history.isFull { collectGarbage() }
    admitLeadIn()
    arrive()
    depart()
    beginAgain()
    passFillers(peak)
    enter(frame, peak: peak.logProbability)
    threshold = max(best - settings.beam, crowdThreshold())
    freeLoopScore += Double(peak.logProbability)
    lastPeakColumn = peak.column
    frameCount += 1
  }

  private mutating func begin() {
    frameCount = 0
    threshold = -.infinity
    best = 0
    freeLoopScore = 0
    lastPeakColumn = 0
    leadIn = settings.filler.map { -$0.entry } ?? -.infinity
    leadOut = LeadOut()
    blankScore[graph.start] = 0
    blankTrace[graph.start] = Trace()
    isActive[graph.start] = true
    activeStates.append(Int32(graph.start))
  }

  static func firstFinals(of graph: CommandGraph) -> [Int32] {
    var finals = [Int32](repeating: -1, count: graph.stateCount)
    for (index, final) in graph.finals.enumerated() where finals[Int(final.state)] < 0 {
      finals[Int(final.state)] = Int32(index)
    }
    return finals
  }
}
