public import Aligner
import Commands
public import Lexicon

/// Understands text without any sound: a text in, a `RecognitionResult` for each of its commands out.
///
/// A written text is compared with the sentences of the commands word by word, and what matches is sure. A heard one that
/// does not match is searched for as fusion does it: every sentence of the graph is compared with the transcript phone by
/// phone, so that a word that was misheard as one that sounds alike is understood all the same. But numbers and negations
/// are taken at their word. Use one recogniser per worker.
public final class TextRecognizer {
  private let graph: CommandGraph
  private let lexicon: Lexicon
  private let threshold: Double
  private let channel = PhoneChannel()
  /// There once something heard has been searched for.
  private var search: TranscriptSearch?

  /// Asked while a text is searched for, see `Cancellation`.
  public var isCancelled: Cancellation = { false }

  /// A recogniser of these commands.
  public init(of commands: CommandSet) {
    (graph, lexicon, threshold) = (commands.graph, commands.lexicon, commands.settings.threshold)
  }

  /// What the words mean. Nothing in the results has a time.
  ///
  /// - Returns: a result for each command in the text, at least one.
  /// - Throws: `LexiconError.tooLong` beyond `TextLimits`, or `.corrupt`.
  public func recognize(
    _ tokens: [TranscriptToken], as kind: TextKind = .written
  ) throws(LexiconError) -> [RecognitionResult] {
    var transcript = TokenTranscript()
    for token in tokens { transcript.append(token) }
    guard try transcript.boundedWords().contains(where: { $0.confidence > 0 }) else { return [result(nil, .none)] }
    let text = WrittenText(transcript.text)
    let written = (graph.written?.readings(of: text, until: isCancelled) ?? []).map { Interpretation($0) }
    if !written.isEmpty, !written.contains(nil) { return written.map { result($0, .certain) } }
    guard kind == .heard else { return [result(nil, .none)] }
    return [result(heard: try transcript.spokenWords(by: lexicon), text)]
  }

  /// The command that explains best what a recogniser has heard.
  private func result(heard words: [TokenTranscript.SpokenWord], _ text: WrittenText) -> RecognitionResult {
    let written = TranscriptPhones(words)
    guard written.confidence > 0, !written.isTooLong else { return result(nil, .none) }
    var search =
      search.take()
      ?? TranscriptSearch(
        graph: graph, keys: graph.meaningKeys, channel: channel, limit: 2, beam: FusionSearch.textBeam,
        slack: FusionSearch.textSlack)
    let sentences = search.sentences(for: written, until: isCancelled)
    self.search = search
    guard let best = sentences.first else { return result(nil, .none) }
    let margin = sentences.count > 1 ? best.score - sentences[1].score : .infinity
    let phones = written.words.reduce(0) { $0 + $1.shortest }
    // How much worse than a sentence that says exactly what was written: what the free phone loop is to sound.
    let perfect = written.words.reduce(Float(0)) { sum, word in
      sum + word.confidence * (word.pronunciations.map(channel.exactly).max() ?? 0)
    }
    let features = Confidence.Features(
      path: (best.score - perfect) / Float(max(1, phones)), margin: margin, phones: phones)
    let outputs = best.sentence.outputs.map { graph.outputs[Int($0)] }
    let parts = FreeWords(lexicon)
    let free = parts.words(parts.words(of: text), of: outputs)
    let candidate = Interpretation(best.sentence, of: graph, score: best.score - perfect, free: free)
    guard let candidate, !free.contains([]), StrictWords(lexicon).allow(words, for: candidate.words.map(\.text)) else {
      return result(nil, .none)
    }
    return result(candidate, Confidence(features, .text))
  }

  private func result(_ candidate: Interpretation?, _ confidence: Confidence) -> RecognitionResult {
    RecognitionResult(
      candidate: candidate, confidence: candidate == nil ? .none : confidence, threshold: threshold, speech: nil,
      seconds: 0, fusion: nil, timings: .init())
  }
}

extension PhoneChannel {
  /// The log-probability of phones where exactly these were said.
  fileprivate func exactly(_ pronunciation: Pronunciation) -> Float {
    pronunciation.phones.reduce(0) { $0 + written($1, said: $1) }
  }
}

extension Confidence.Features {
  /// What text alone tells: nothing was heard, so nothing was unclear.
  fileprivate init(path: Float, margin: Float, phones: Int) {
    self.path = min(0, path)
    words = self.path
    weakestWord = self.path
    self.phones = phones
    self.margin = min(max(margin, 0), Self.highestMargin)
    explained = 1
    pace = 0
    certainty = 0
    text = nil
  }
}

extension Interpretation {
  /// A sentence that nobody was heard to say.
  fileprivate init?(_ sentence: CommandSentence, of graph: CommandGraph, score: Float, free: [[String]]) {
    let steps = sentence.outputs.map { CommandPath.Step(output: Int($0), frames: 0..<0, phones: 0, score: 0) }
    let path = CommandPath(steps: steps, final: sentence.final, score: score, logProbability: 0, frameCount: 0)
    self.init(
      path: path, graph: graph, heard: FreePhones(), free: free.map { FreePart(written: $0) })
  }
}
