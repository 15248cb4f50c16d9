import Aligner
import Commands
import Lexicon

/// Late fusion at work on one graph, with the buffers of its searches.
struct LateFusionSearch {
  /// A sentence with the scores that decide.
  struct Proposal {
    /// Its best alignment with the sound; the score is relative to the free phone loop.
    var path: CommandPath
    /// The log-probability of the transcript by the channel; -infinity where that cannot explain it.
    var text: Float
  }

  /// What was proposed for a segment.
  struct Outcome {
    /// Everything that was proposed, the best by sound and text first.
    var proposals: [Proposal]
    /// The log-probability of the transcript by chance.
    var unrelated: Float
  }

  private let fusion: LateFusion
  private let graph: CommandGraph
  private let decoding: CommandDecoder.Settings
  private let incoming: IncomingArcs
  private let channel = PhoneChannel()
  private var audio: AlternativeSearch
  private var text: TranscriptSearch

  /// - Parameter decoding: how sentences are aligned with the sound.
  init(_ fusion: LateFusion, graph: CommandGraph, decoding: CommandDecoder.Settings) {
    self.fusion = fusion
    self.graph = graph
    self.decoding = decoding
    incoming = IncomingArcs(graph)
    let keys = MeaningKeys(graph)
    audio = AlternativeSearch(graph: graph, keys: keys, limit: fusion.candidates, beam: fusion.soundBeam)
    text = TranscriptSearch(
      graph: graph, keys: keys, channel: channel, limit: fusion.candidates, beam: fusion.textBeam,
      slack: fusion.textSlack)
  }

  /// Proposes sentences by sound and by text, and ranks them by both.
  ///
  /// - Parameters:
  ///   - heard: the best sentence by sound alone; between equals it wins.
  ///   - posteriors: the whole segment.
  /// - Returns: nil where the transcript says nothing, so that `heard` stands.
  /// - Throws: `LexiconError.corrupt`.
  mutating func outcome(
    heard: CommandPath?, in posteriors: PhonePosteriors, with transcript: Transcript
  ) throws(LexiconError) -> Outcome? {
    let written = try TranscriptPhones(transcript, lexicon: fusion.lexicon)
    guard written.confidence > 0, written.words.count <= fusion.longestTranscript else { return nil }
    let unrelated = channel.unrelated(written)
    let proposals = proposed(besides: heard, in: posteriors, with: written).compactMap { sentence -> Proposal? in
      let part = SentenceGraph(sentence, of: graph, incoming: incoming)
      let isHeard = heard.flatMap(CommandSentence.init) == sentence
      guard let path = isHeard ? heard : part.path(in: posteriors, decoding) else { return nil }
      return Proposal(path: path, text: part.explanation(of: written, by: channel))
    }
    let scores = proposals.map { fusion.score(audio: $0.path.score, text: $0.text, unrelated: unrelated) }
    let order = proposals.indices.sorted { scores[$1] < scores[$0] || (scores[$0] == scores[$1] && $0 < $1) }
    return Outcome(proposals: order.map { proposals[$0] }, unrelated: unrelated)
  }

  /// The union of what both modalities propose, each sentence once; the best by sound alone comes first.
  private mutating func proposed(
    besides heard: CommandPath?, in posteriors: PhonePosteriors, with written: TranscriptPhones
  ) -> [CommandSentence] {
    var seen: Set<CommandSentence> = []
    let both = audio.sentences(in: posteriors) + text.sentences(for: written)
    let all = [heard.flatMap(CommandSentence.init)].compactMap(\.self) + both.map(\.sentence)
    return all.filter { seen.insert($0).inserted }
  }
}
