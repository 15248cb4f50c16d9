import Glibc
import Kernels
import Lexicon

/// What a gate can see of how sound and text fit, [T, 7]: of each frame
///
/// 0. the share of phones, 1. the share of phones and of gaps by halves,
/// 2. the entropy of what was heard, 1 for no idea at all,
/// 3. how far the sound agrees with the phone that the text puts there,
/// 4. the confidence of the text near it, 5. how much of the text near it was heard,
/// 6. how much of the whole text was heard.
enum AlignmentEvidence {
  static let columns = 7

  /// Measures the evidence.
  ///
  /// - Parameters:
  ///   - heard: log-probabilities, [T, 40].
  ///   - near: [T, N], from the alignment.
  static func measure(
    _ text: SpokenText, heard: Matrix, _ alignment: Alignment, near: Matrix, into evidence: inout Matrix
  ) {
    let entered = alignment.entered.reduce(0, +) / Float(max(1, text.phones.count))
    evidence.reshape(rows: heard.rows, columns: columns)
    for frame in 0..<heard.rows {
      var (share, nearby, agreement, confidence, found) = (Float(0), Float(0), Float(0), Float(0), Float(0))
      for word in text.words {
        for phone in word.phones {
          let (inside, beside) = (alignment.phones[frame, phone], near[frame, phone])
          share += inside
          nearby += beside
          agreement += inside * expf(heard[frame, Int(text.phones[phone].rawValue)])
          confidence += beside * word.confidence
          found += beside * alignment.entered[phone]
        }
      }
      evidence[frame, 0] = share
      evidence[frame, 1] = nearby
      evidence[frame, 2] = entropy(of: heard, frame: frame)
      evidence[frame, 3] = agreement
      evidence[frame, 4] = confidence
      evidence[frame, 5] = found
      evidence[frame, 6] = entered
    }
  }

  private static func entropy(of heard: Matrix, frame: Int) -> Float {
    var sum: Float = 0
    for column in 0..<heard.columns { sum -= expf(heard[frame, column]) * heard[frame, column] }
    return sum / logf(Float(heard.columns))
  }
}
