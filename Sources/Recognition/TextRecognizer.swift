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
  /// The words of the commands, folded.
  private lazy var vocabulary = Set(graph.outputs.compactMap { $0.word.map { SpokenForm.fold($0) } })

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
    let words = words.filter { !isFiller(SpokenForm.fold($0.word.text)) }
    let written = TranscriptPhones(words)
    guard written.confidence > 0, !written.isTooLong else { return result(nil, .none) }
    let candidates = candidates(for: written, words, text)
    guard let best = candidates.first, let command = best.command else { return result(nil, .none) }
    let margin = candidates.count > 1 ? best.worth - candidates[1].worth : .infinity
    let phones = written.words.reduce(0) { $0 + $1.shortest }
    let features = Confidence.Features(
      path: command.score / Float(max(1, phones)), margin: margin, phones: phones)
    return result(command, Confidence(features, .text, less: best.doubt))
  }

  /// A command that a text may be.
  private struct Candidate {
    /// Nil where the text says something that the command cannot be taken for.
    var command: Interpretation?
    /// How far the log-odds fall by what the text says besides, in nats.
    var doubt: Double
    /// Its log-probability, less the doubt.
    var worth: Float
  }

  /// Those that explain the text best, the best first.
  private func candidates(
    for written: TranscriptPhones, _ words: [TokenTranscript.SpokenWord], _ text: WrittenText
  ) -> [Candidate] {
    var search =
      search.take()
      ?? TranscriptSearch(
        graph: graph, keys: graph.meaningKeys, channel: channel, limit: Self.most, beam: FusionSearch.textBeam,
        slack: FusionSearch.textSlack)
    let sentences = search.sentences(for: written, until: isCancelled)
    self.search = search
    // How much worse than a sentence that says exactly what was written: what the free phone loop is to sound.
    let perfect = written.words.reduce(Float(0)) { sum, word in
      sum + word.confidence * (word.pronunciations.map(channel.exactly).max() ?? 0)
    }
    let (strict, parts) = (StrictWords(words, lexicon), FreeWords(lexicon))
    let said = parts.words(of: text)
    let candidates = sentences.map { sentence -> Candidate in
      let outputs = sentence.sentence.outputs.map { graph.outputs[Int($0)] }
      let free = parts.words(said, of: outputs)
      let command = Interpretation(sentence.sentence, of: graph, score: sentence.score - perfect, free: free)
      guard let command, !free.contains([]), let doubt = strict.doubt(of: command.words.map(\.text)) else {
        return Candidate(command: nil, doubt: 0, worth: sentence.score)
      }
      return Candidate(command: command, doubt: doubt, worth: sentence.score - Float(doubt))
    }
    return candidates.sorted { $0.worth > $1.worth }
  }

  /// The most commands that a text is compared with word by word.
  private static let most = 4

  /// Whether a word fills a pause, and stands in no command.
  private func isFiller(_ folded: String) -> Bool {
    lexicon.language.fillers.contains(folded) && !vocabulary.contains(folded)
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
