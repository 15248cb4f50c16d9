public import Aligner
import Commands

extension CommandSet {
  /// How far below the best token, in nats, one of a further candidate may fall.
  private static let candidateBeam: Float = 30

  /// The sentences of the commands that explain a sound best, each with another meaning, the best first.
  ///
  /// All of the sound belongs to the sentence: nothing is said before it or after it. A candidate's `score` is its
  /// log-probability relative to the free phone loop, in nats.
  ///
  /// - Parameters:
  ///   - posteriors: what the network heard.
  ///   - limit: the most sentences, at least 1.
  public func candidates(for posteriors: PhonePosteriors, limit: Int) -> [Interpretation] {
    guard posteriors.frameCount > 0 else { return [] }
    var search = AlternativeSearch(
      graph: graph, keys: graph.meaningKeys, limit: limit, beam: Self.candidateBeam)
    var heard = FreePhones()
    heard.append(posteriors)
    return search.sentences(in: posteriors).prefix(limit).compactMap { found in
      SentenceGraph(found.sentence, of: graph, incoming: graph.index.incoming)
        .path(in: posteriors, settings.decoder)
        .flatMap { Interpretation(path: $0, graph: graph, heard: heard) }
    }.sorted { $0.score > $1.score }
  }
}
