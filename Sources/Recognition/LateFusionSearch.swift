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
  private let channel = PhoneChannel()
  private var audio: AlternativeSearch
  private var text: TranscriptSearch

  /// - Parameter decoding: how sentences are aligned with the sound.
  init(_ fusion: LateFusion, graph: CommandGraph, decoding: CommandDecoder.Settings) {
    self.fusion = fusion
    self.graph = graph
    self.decoding = decoding
    let keys = MeaningKeys(graph)
    audio = AlternativeSearch(graph: graph, keys: keys, limit: fusion.candidates, beam: fusion.beam)
    text = TranscriptSearch(graph: graph, keys: keys, channel: channel, limit: fusion.candidates, beam: fusion.beam)
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
    let paths =
      [heard].compactMap(\.self) + aligned(proposed(besides: heard, in: posteriors, with: written), posteriors)
    let proposals = paths.map { Proposal(path: $0, text: explanation(of: written, by: $0)) }
    let scores = proposals.map { fusion.score(audio: $0.path.score, text: $0.text, unrelated: unrelated) }
    let order = proposals.indices.sorted { scores[$1] < scores[$0] || (scores[$0] == scores[$1] && $0 < $1) }
    return Outcome(proposals: order.map { proposals[$0] }, unrelated: unrelated)
  }

  /// The union of what both modalities propose, each sentence once.
  private mutating func proposed(
    besides heard: CommandPath?, in posteriors: PhonePosteriors, with written: TranscriptPhones
  ) -> [CommandSentence] {
    var seen: Set<CommandSentence> = []
    if let heard = heard.flatMap(CommandSentence.init) { seen.insert(heard) }
    let all = audio.sentences(in: posteriors) + text.sentences(for: written)
    return all.map(\.sentence).filter { seen.insert($0).inserted }
  }

  /// The best alignments with the sound of those sentences for which it is long enough.
  private func aligned(_ sentences: [CommandSentence], _ posteriors: PhonePosteriors) -> [CommandPath] {
    var settings = decoding
    (settings.beam, settings.maximumActive) = (.infinity, .max)
    return sentences.compactMap { sentence in
      var decoder = CommandDecoder(graph: graph.restricted(to: sentence), settings: settings)
      decoder.push(posteriors)
      var path = decoder.result()
      path?.final = sentence.final
      return path
    }
  }

  private func explanation(of written: TranscriptPhones, by path: CommandPath) -> Float {
    guard let sentence = CommandSentence(path) else { return -.infinity }
    let part = graph.restricted(to: sentence)
    var search = TranscriptSearch(graph: part, keys: MeaningKeys(part), channel: channel, limit: 1, beam: .infinity)
    return search.sentences(for: written).first?.score ?? -.infinity
  }
}
