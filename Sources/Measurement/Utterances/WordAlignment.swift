public import Aligner
import Batch
import JSON
public import Lexicon
public import Pictures
import Spectrum

/// A text and a sound, one above the other.
public struct WordAlignment: Sendable {
  /// Where each word was heard; empty where the text has none that can be spoken.
  public let words: [TokenAlignment]
  /// The phones that were heard.
  public let posteriors: PhonePosteriors
  private let samples: [Float]
  /// By word, then by frame, 0...1: how much of the attention, over all heads, is on the word.
  private let attention: [Float]

  /// Aligns a text with a sound.
  ///
  /// - Parameter samples: 16 kHz mono, at most 30 s.
  /// - Throws: `LexiconError.corrupt`.
  public init(
    of text: String, with samples: [Float], model: AcousticModel, aligner: CrossModalAligner, lexicon: Lexicon
  ) throws(LexiconError) {
    var hearing = AcousticModel.Workspace()
    var fusing = CrossModalAligner.Workspace()
    var transcript = TokenTranscript()
    transcript.append(TranscriptToken(text))
    let spoken = try SpokenText(transcript, lexicon: lexicon)
    let heard = model.sound(of: samples.span, using: &hearing)
    let fused = aligner.fuse(heard, with: spoken, by: .attention, using: &fusing)
    let posteriors = heard.posteriors
    self.samples = samples
    self.posteriors = posteriors
    // Where there is no sound, or far too little of it, no word was heard.
    words = fused.alignment?.words(of: spoken, in: posteriors) ?? spoken.words.map { .unheard($0.text) }
    attention = fused.attention(to: spoken)
  }

  /// A line for each word, without a newline at the end: start, end, agreement, word.
  public var text: String {
    words.map { word in
      let times =
        word.time.map { [$0.lowerBound, $0.upperBound].map { DecimalText.fixed($0, digits: 2) } } ?? ["-", "-"]
      return (times + [DecimalText.fixed(Double(word.agreement), digits: 2), word.text]).joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// An object of the file and its words, in JSON.
  public func json(file: String) -> String {
    var object = JSONText()
    object.add("file", file)
    object.add(
      "words",
      json: JSONText.list(words) { word, item in
        item.add("word", word.text)
        item.add("start", word.time?.lowerBound)
        item.add("end", word.time?.upperBound)
        item.add("agreement", Double(word.agreement))
      })
    return object.closed
  }

  /// The words where they were heard.
  func tier(_ name: String) -> AlignmentPicture.Tier {
    .init(
      name,
      words.compactMap { word in
        word.time.map { AlignmentPicture.Span(word.text, $0, agreement: Double(word.agreement)) }
      })
  }

  /// The spectrogram, the phones that were heard, the words and the attention over time.
  ///
  /// - Parameters:
  ///   - tier: what the words are called.
  ///   - further: more tiers, between the phones and the words.
  public func picture(
    title: String, tier: String = "words", further: [AlignmentPicture.Tier] = []
  ) -> AlignmentPicture {
    let spectrogram = LogMelSpectrogram(of: samples.span)
    let attention =
      attention.isEmpty
      ? nil
      : AlignmentPicture.Attention(
        tokens: self.words.map(\.text), weights: attention, frameDuration: PhonePosteriors.frameDuration)
    return AlignmentPicture(
      title: title,
      spectrogram: AlignmentPicture.Frames(
        spectrogram.values, size: LogMelSpectrogram.bands,
        frameDuration: Double(FrameGeometry.hop) / Double(FrameGeometry.sampleRate)),
      tiers: [AlignmentPicture.Tier("phones", phones)] + further + [self.tier(tier)], attention: attention)
  }

  /// The phones of the free path, each from its first frame to its last one.
  private var phones: [AlignmentPicture.Span] {
    let (columns, frame) = (PhonePosteriors.columns, PhonePosteriors.frameDuration)
    let best = (0..<posteriors.frameCount).map { row in
      (0..<columns).max {
        posteriors.logProbabilities[row * columns + $0] < posteriors.logProbabilities[row * columns + $1]
      } ?? 0
    }
    var spans: [AlignmentPicture.Span] = []
    var start = 0
    for row in best.indices where row + 1 == best.count || best[row + 1] != best[row] {
      if let phone = Phone(rawValue: UInt8(best[row])) {
        spans.append(.init("\(phone)", Double(start) * frame..<Double(row + 1) * frame))
      }
      start = row + 1
    }
    return spans
  }
}
