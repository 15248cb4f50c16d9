import Aligner
import Lexicon

/// Sound that a test's ear reads its answer from: a loud frame says a column by its amplitude, a quiet one the blank.
enum SpokenSound {
  static let quiet: Float = 1e-5

  static func silence(_ frames: Int) -> [Float] { Array(repeating: quiet, count: 320 * frames) }

  /// Four frames for each phone, the last of them a blank as loud as the phone.
  static func speech(_ words: String) -> [Float] { TinyGraph.sentence(words).flatMap { spoken($0) } }

  static func spoken(_ phone: Phone) -> [Float] {
    [phone.rawValue, phone.rawValue, phone.rawValue, 0].flatMap { frame(Int($0)) }
  }

  /// From the difference of neighbouring samples it can be read anywhere in the frame.
  private static func frame(_ column: Int) -> [Float] {
    let amplitude = 0.1 + Float(column) / 1000
    return (0..<320).map { $0.isMultiple(of: 2) ? amplitude : -amplitude }
  }

  /// What is heard in samples.
  static func heard(in samples: Span<Float>) -> HeardSound {
    let values = stride(from: 0, to: samples.count, by: 320).flatMap { start -> [Float] in
      let label = Int((max(0, samples[start] - 0.1) * 1000).rounded())
      return (0..<PhonePosteriors.columns).map { $0 == label ? -0.1 : -6 }
    }
    return HeardSound(posteriors: PhonePosteriors(logProbabilities: values))
  }
}
