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
/// Frames are pushed as they come, best in portions. A decoder holds the tokens that are alive and the words that they
/// remember; what is as large as the graph, it borrows for a portion. Nothing is allocated but where there are more
/// tokens, or words, than there ever were in the segment.
public struct CommandDecoder: Sendable {
  /// The graph that is searched.
  public let graph: CommandGraph
  /// How wide the search is.
  public let settings: Settings
  /// The number of frames pushed since the last reset.
  public internal(set) var frameCount = 0

  /// The token of an arc: e[a], and what it remembers.
  struct ArcToken: Sendable {
    var arc: Int32
    var score: Float
    var trace: Trace
  }

  /// The token of a state: b[s], and from `depart` to `enter` the best token that leaves it, whether from the blank or
  /// from an arrival.
  struct StateToken: Sendable {
    var state: Int32
    var score: Float
    var trace: Trace
  }

  let index: GraphIndex
  /// The arcs with a token, in order of activation.
  var activeArcs: [ArcToken] = []
  /// The states with a token, in order of activation; between `arrive` and `enter` those with an arrival as well.
  var activeStates: [StateToken] = []
  var history = WordHistory(limit: 2048)
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

  /// A decoder that waits for its first frame. One per stream; the graph is shared.
  public init(graph: CommandGraph, settings: Settings = Settings()) {
    self.graph = graph
    self.settings = settings
    index = graph.index
    begin()
  }

  /// Forgets everything heard, and gives its memory back, ready for the next segment.
  public mutating func reset() {
    activeArcs = []
    activeStates = []
    history.removeAll()
    begin()
  }

  /// The bytes that it has of its own.
  var byteCount: Int {
    activeArcs.capacity * MemoryLayout<ArcToken>.stride + activeStates.capacity * MemoryLayout<StateToken>.stride
      + history.byteCount
  }

  /// Decodes all frames of `posteriors`.
  public mutating func push(_ posteriors: PhonePosteriors) {
    let columns = PhonePosteriors.columns
    let values = posteriors.logProbabilities.span
    guard posteriors.frameCount > 0 else { return }
    withScratch { decoder, scratch in
      for frame in 0..<posteriors.frameCount {
        decoder.push(values.extracting(frame * columns..<(frame + 1) * columns), &scratch)
      }
    }
  }

  /// Decodes one frame.
  ///
  /// - Parameter frame: natural log-probabilities, one per column of `PhonePosteriors`. Values that are not numbers end
  ///   the tokens that need them.
  /// - Precondition: `frame` has `PhonePosteriors.columns` values.
  public mutating func push(frame: Span<Float>) {
    withScratch { decoder, scratch in decoder.push(frame, &scratch) }
  }

  private mutating func push(_ frame: Span<Float>, _ scratch: inout DecoderScratch) {
    precondition(frame.count == PhonePosteriors.columns)
    let peak = Peak(of: frame)
    if history.isFull { collectGarbage() }
    admitLeadIn(&scratch)
    arrive(&scratch)
    depart(&scratch)
    beginAgain(&scratch)
    passFillers(peak)
    enter(frame, peak: peak.logProbability, &scratch)
    threshold = max(best - settings.beam, crowdThreshold(&scratch))
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
    activeStates.append(StateToken(state: Int32(graph.start), score: 0, trace: Trace()))
  }

  /// Calls `body` with borrowed memory in which every token has its place.
  private mutating func withScratch(_ body: (inout CommandDecoder, inout DecoderScratch) -> Void) {
    index.decoding.use { scratch in
      for place in activeArcs.indices { scratch.arcPlace[Int(activeArcs[place].arc)] = Int32(place) }
      for place in activeStates.indices { scratch.statePlace[Int(activeStates[place].state)] = Int32(place) }
      body(&self, &scratch)
      for token in activeArcs { scratch.arcPlace[Int(token.arc)] = -1 }
      for token in activeStates { scratch.statePlace[Int(token.state)] = -1 }
    }
  }
}
