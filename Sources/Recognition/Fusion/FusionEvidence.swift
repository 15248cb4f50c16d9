import Commands

/// What fusion had to decide between.
public struct FusionEvidence: Hashable, Sendable {
  /// A command that sound or text proposed.
  public struct Candidate: Hashable, Sendable {
    /// The command; its `score` is its log-probability by sound, relative to the free phone loop.
    public var interpretation: Interpretation
    /// Its log-probability by fused sound, relative to the free phone loop of that; nil where no network fused.
    public var fused: Float?
    /// The log-probability of the transcript where this is what was said, in nats.
    public var text: Float
  }

  /// The candidates, the winner first.
  public var candidates: [Candidate]
  /// The log-probability of the transcript where it has nothing to do with what was said, in nats.
  public var unrelated: Float

  init(_ outcome: FusionSearch.Outcome, graph: CommandGraph, heard: FreePhones) {
    candidates = outcome.proposals.compactMap { proposal in
      Interpretation(path: proposal.path, graph: graph, heard: heard)
        .map { Candidate(interpretation: $0, fused: proposal.evidence.fused, text: proposal.evidence.text) }
    }
    unrelated = outcome.unrelated
  }

  mutating func mapTimes(_ place: (Range<Double>) -> Range<Double>) {
    for index in candidates.indices { candidates[index].interpretation.mapTimes(place) }
  }
}
