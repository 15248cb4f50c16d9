import Aligner
import Commands
import Lexicon

/// Fusion at work on one graph. The buffers of its searches are there while it searches.
struct FusionSearch {
  /// A sentence with the scores that decide.
  struct Proposal {
    /// Its best alignment with the sound; the score is relative to the free phone loop.
    var path: CommandPath
    /// What decides.
    var evidence: FusionDecision.Evidence
    /// What follows from it, in nats.
    var score = FusedScore(first: -.infinity)
  }

  /// What was proposed for a segment.
  struct Outcome {
    /// Everything that was proposed, the best by all scores first.
    var proposals: [Proposal]
    /// The log-probability of the transcript by chance.
    var unrelated: Float
    /// The phones of the transcript.
    var written: Int

    /// The proposals of another meaning than the best one's.
    func rivals(in graph: CommandGraph) -> [Rival] {
      guard let best = proposals.first, let meant = CommandSentence(best.path)?.meaning(in: graph) else { return [] }
      return proposals.dropFirst().compactMap { proposal in
        guard let sentence = CommandSentence(proposal.path), sentence.meaning(in: graph) != meant else { return nil }
        return Rival(sentence, in: graph, margin: max(0, best.score.first - proposal.score.first))
      }
    }

    /// How much likelier the best one makes the transcript than chance does, in nats per phone of the transcript.
    var text: Float? {
      proposals.first.map { max($0.evidence.text - unrelated, -Float(written)) / Float(max(1, written)) }
    }
  }

  /// The network that fuses.
  private struct Network {
    let aligner: CrossModalAligner
    let strategy: FusionStrategy

    /// The posteriors of both; the sound's own where the segment is too long to be fused.
    func fuse(_ sound: HeardSound, with text: SpokenText) -> PhonePosteriors {
      guard sound.isComplete else { return sound.posteriors }
      var workspace = CrossModalAligner.Workspace()
      return aligner.fuse(sound, with: text, by: strategy, using: &workspace).posteriors
    }
  }

  /// The most meanings that each side proposes.
  static let candidates = 6
  /// How far behind the best one a token may fall in the search for candidates by sound, in nats.
  static let soundBeam: Float = 14
  /// The same in the search by text.
  static let textBeam: Float = 12
  /// How far a token may fall below chance in the search by text, in nats.
  static let textSlack: Float = 14

  private let lexicon: Lexicon
  private let decision: FusionDecision
  private let network: Network?
  private let graph: CommandGraph
  private let decoding: CommandDecoder.Settings
  private let channel = PhoneChannel()

  /// Nil where nothing is to be fused.
  ///
  /// - Parameter decoding: how sentences are aligned with the sound.
  init?(_ fusion: Fusion, graph: CommandGraph, decoding: CommandDecoder.Settings) {
    switch fusion {
    case .none: return nil
    case .late(let late): (lexicon, decision, network) = (late.lexicon, late.decision, nil)
    case .neural(let neural):
      (lexicon, decision) = (neural.lexicon, neural.decision)
      network = Network(aligner: neural.aligner, strategy: neural.strategy)
    }
    self.graph = graph
    self.decoding = decoding
  }

  /// Proposes sentences by sound, fused where there is a network, and by text, and ranks them by all.
  ///
  /// - Parameters:
  ///   - heard: the best sentence by sound alone; between equals it wins.
  ///   - sound: the whole segment, with memories where there is a network.
  /// - Returns: nil where the transcript says nothing, does not count, or is longer than any command's, so that `heard`
  ///   stands. What is not wanted any more proposes no more.
  /// - Throws: `LexiconError.tooLong` beyond `TextLimits`, or `.corrupt`.
  func outcome(
    heard: CommandPath?, in sound: HeardSound, with transcript: TokenTranscript,
    until isCancelled: @escaping Cancellation = { false }
  ) throws(LexiconError) -> Outcome? {
    guard decision.text > 0 || (decision.fused > 0 && network != nil) else { return nil }
    let spoken = try transcript.spokenWords(by: lexicon)
    let written = TranscriptPhones(spoken)
    guard written.confidence > 0, !written.isTooLong else { return nil }
    let posteriors = sound.posteriors
    let fused = network?.fuse(sound, with: SpokenText(spoken))
    let unrelated = channel.unrelated(written)
    let sentences = proposed(besides: heard, in: fused ?? posteriors, with: written, until: isCancelled)
    let proposals = sentences.compactMap { sentence -> Proposal? in
      guard !isCancelled() else { return nil }
      let part = SentenceGraph(sentence, of: graph, incoming: graph.index.incoming)
      let isHeard = heard.flatMap(CommandSentence.init) == sentence
      guard let path = isHeard ? heard : part.path(in: posteriors, decoding) else { return nil }
      let again = fused.flatMap { part.path(in: $0, decoding)?.score }
      let text = part.explanation(of: written, by: channel)
      return Proposal(path: path, evidence: .init(sound: path.score, fused: again, text: text))
    }
    return ranked(proposals, unrelated: unrelated, written: written.words.reduce(0) { $0 + $1.shortest })
  }

  /// The words of a transcript that lie in the wildcards of a path, in the order of the sentence; none of a transcript that
  /// has nothing to do with the command nor with the sound.
  ///
  /// - Parameters:
  ///   - isRelated: whether it has to do with the command.
  ///   - posteriors: of the whole segment.
  ///   - heard: the free phones of the same frames.
  func freeWords(
    of path: CommandPath, in transcript: TokenTranscript, isRelated: Bool, _ posteriors: PhonePosteriors,
    _ heard: FreePhones
  ) -> [[String]] {
    guard !path.freeSteps(in: graph).isEmpty else { return [] }
    let (text, free) = (WrittenText(transcript.text), FreeWords(lexicon))
    let words = free.words(of: text, in: posteriors, heard)
    guard isRelated || words.isRelated == true else { return [] }
    return free.words(
      words, of: path.steps.map { graph.outputs[$0.output] },
      frames: path.steps.indices.map { path.frames(untilAfterStep: $0) })
  }

  /// Puts the best first; between equals the first one stays first.
  private func ranked(_ proposals: [Proposal], unrelated: Float, written: Int) -> Outcome {
    var proposals = proposals
    for index in proposals.indices {
      proposals[index].score = decision.score(proposals[index].evidence, unrelated: unrelated)
    }
    let order = proposals.indices.sorted { a, b in
      proposals[b].score < proposals[a].score || (proposals[a].score == proposals[b].score && a < b)
    }
    return Outcome(proposals: order.map { proposals[$0] }, unrelated: unrelated, written: written)
  }

  /// The union of what both modalities propose, each sentence once; the best by sound alone comes first.
  private func proposed(
    besides heard: CommandPath?, in posteriors: PhonePosteriors, with written: TranscriptPhones,
    until isCancelled: @escaping Cancellation
  ) -> [CommandSentence] {
    var seen: Set<CommandSentence> = []
    let keys = graph.meaningKeys
    var audio = AlternativeSearch(graph: graph, keys: keys, limit: Self.candidates, beam: Self.soundBeam)
    var text = TranscriptSearch(
      graph: graph, keys: keys, channel: channel, limit: Self.candidates, beam: Self.textBeam, slack: Self.textSlack)
    let both = audio.sentences(in: posteriors) + text.sentences(for: written, until: isCancelled)
    let all = [heard.flatMap(CommandSentence.init)].compactMap(\.self) + both.map(\.sentence)
    return all.filter { seen.insert($0).inserted }
  }
}
