import Aligner
import Lexicon
import TestSupport

/// Posteriors as a network would give them for a sequence of phones: spikes of one to three frames, blanks between them
/// (always between equal phones), and noise everywhere.
struct SyntheticSpeech {
  let posteriors: PhonePosteriors

  /// - Parameter noise: how many nats a column may be off.
  init(phones: [Phone], seed: UInt64 = 0, noise: Float = 0.5) {
    var random = SplitMix64(seed: seed)
    var labels: [Int] = [0]
    for phone in phones {
      let blanks = labels.last == Int(phone.rawValue) ? 1 : 0
      labels += Array(repeating: 0, count: Int.random(in: blanks...3, using: &random))
      labels += Array(repeating: Int(phone.rawValue), count: Int.random(in: 1...3, using: &random))
    }
    labels.append(0)
    posteriors = PhonePosteriors(
      logProbabilities: labels.flatMap { label in
        let values = (0..<PhonePosteriors.columns).map { column in
          (column == label ? -0.2 : -6) + Float.random(in: -noise...noise, using: &random)
        }
        return values
      })
  }
}
