import Aligner
import Foundation
import Kernels
import Lexicon
import Testing

@testable import Recognition

/// A recogniser over sound that is given, whatever the samples are.
enum GivenSound {
  static let lexicon = Result { try Lexicon() }
  static let aligner = Result { try CrossModalAligner() }

  /// Sound that is half "red light" and half "lamp".
  static let unclear = posteriors("dim red light", "dim lamp", second: 0.5)

  /// A sentence of the tiny graph; or two in the same frames, the second one with this share.
  static func posteriors(_ sentence: String, _ other: String? = nil, second: Double = 0) -> PhonePosteriors {
    let first = TinyGraph.sentence(sentence)
    guard let other else { return SyntheticSpeech(phones: first).posteriors }
    let phones = [first, TinyGraph.sentence(other)].map { $0 + Array(repeating: nil, count: 12 - $0.count) }
    let values = (0..<24).flatMap { frame in
      (0..<PhonePosteriors.columns).map { column -> Float in
        let labels = phones.map { frame.isMultiple(of: 2) ? Int($0[frame / 2]?.rawValue ?? 0) : 0 }
        let share = (labels[0] == column ? 1 - second : 0) + (labels[1] == column ? second : 0)
        return Float(log(0.9 * share + 0.1 / 40))
      }
    }
    return PhonePosteriors(logProbabilities: values)
  }

  /// Posteriors with memories that depend on them, frame by frame.
  static func heard(_ posteriors: PhonePosteriors) -> HeardSound {
    let columns = PhonePosteriors.columns
    let memories = (0..<posteriors.frameCount).flatMap { frame in
      (0..<HeardSound.width).map { unit -> Float in
        sinf(Float(unit) * (1 + posteriors.logProbabilities[frame * columns + unit % columns]))
      }
    }
    return HeardSound(
      posteriors: posteriors,
      memories: Matrix(rows: posteriors.frameCount, columns: HeardSound.width, values: memories))
  }

  static func recognizer(_ posteriors: PhonePosteriors, _ fusion: Fusion) -> Recognizer {
    var settings = Recognizer.Settings()
    settings.fusion = fusion
    let heard = heard(posteriors)
    return Recognizer(graph: TinyGraph.graph, settings: settings) { _ in heard }
  }

  static func understand(
    _ posteriors: PhonePosteriors, _ tokens: [TranscriptToken] = [], _ fusion: Fusion,
    until isCancelled: @escaping Cancellation = { false }
  ) throws -> RecognitionResult {
    let recognizer = recognizer(posteriors, fusion)
    recognizer.isCancelled = isCancelled
    for token in tokens { recognizer.append(token) }
    recognizer.append([0.1])
    return try recognizer.finish()
  }
}

/// Everything but how long it took.
func expect(
  _ result: RecognitionResult, equals other: RecognitionResult, seconds: Bool = true,
  location: Testing.SourceLocation = #_sourceLocation
) {
  #expect(result.candidate == other.candidate, sourceLocation: location)
  #expect(result.confidence == other.confidence && result.speech == other.speech, sourceLocation: location)
  #expect(result.fusion == other.fusion, sourceLocation: location)
  #expect(!seconds || result.seconds == other.seconds, sourceLocation: location)
}
