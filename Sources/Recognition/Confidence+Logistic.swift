import Glibc

extension Confidence {
  /// The weights of a logistic function of the features by sound alone, fitted on development data by
  /// `training/attune_training/calibrate.py`; to be done anew whenever the network or the decoder changes.
  fileprivate struct Weights {
    var bias: Double
    var path: Double
    var words: Double
    var weakestWord: Double
    var margin: Double
    var certainty: Double
    var explained: Double

    func evidence(in features: Features) -> Double {
      bias + path * bounded(features.path) + words * bounded(features.words)
        + weakestWord * bounded(features.weakestWord) + margin * Double(features.margin)
        + certainty * bounded(features.certainty) + explained * Double(features.explained)
    }

    private func bounded(_ ratio: Float) -> Double { Double(max(ratio, lowest)) }
  }

  /// The weights where a transcript spoke too, or nothing else did.
  fileprivate struct TextWeights {
    var bias: Double
    var path: Double
    var margin: Double
    var certainty: Double
    var phones = 0.0
    var text = 0.0

    func evidence(in features: Features) -> Double {
      let range = Confidence.text
      var evidence = bias + path * Double(max(features.path, lowest)) + margin * Double(features.margin)
      evidence += certainty * Double(max(features.certainty, lowest))
      evidence += phones * Double(min(features.phones, mostPhones))
      return evidence + text * Double(min(max(features.text ?? 0, range.lowerBound), range.upperBound))
    }
  }

  /// How the sound was heard, and what follows for the weights: heard in chunks, the same sound is less sure.
  enum Calibration: CaseIterable, Sendable {
    /// In whole segments.
    case segments
    /// In chunks, as it came.
    case chunks
    /// Not at all: there is text alone.
    case text

    /// By sound alone: of a command of one phone, and of `mostPhones` or more.
    fileprivate var sound: (short: Weights, long: Weights) {
      switch self {
      case .segments, .text:
        (
          Weights(
            bias: 3.517, path: 0.318, words: 0.422, weakestWord: 0.176,
            margin: 0, certainty: 0.168, explained: 0),
          Weights(
            bias: 4.931, path: 1.750, words: 0, weakestWord: 0.091,
            margin: 0.290, certainty: 2.957, explained: 0)
        )
      case .chunks:
        (
          Weights(
            bias: 4.434, path: 0.379, words: 0.680, weakestWord: 0.225,
            margin: 0, certainty: 0.288, explained: 0),
          Weights(
            bias: 4.300, path: 1.435, words: 0.227, weakestWord: 0.239,
            margin: 0.369, certainty: 1.052, explained: 0)
        )
      }
    }

    /// With a transcript.
    fileprivate var both: TextWeights {
      switch self {
      case .segments, .text: TextWeights(bias: 3.391, path: 1.962, margin: 0.311, certainty: 0.560, text: 0.596)
      case .chunks: TextWeights(bias: 3.770, path: 1.672, margin: 0.229, certainty: 0, text: 0.652)
      }
    }
  }

  /// By text alone: those of sound before there were short commands among what they were fitted on. A fit to text is still
  /// to be made.
  private static let textAlone = TextWeights(bias: -2.413, path: 1.940, margin: 0.226, certainty: 0, phones: 0.463)

  /// Likelihood ratios below this many nats per phone are all as bad.
  fileprivate static let lowest: Float = -12
  /// More phones than these say nothing more.
  fileprivate static let mostPhones = 15
  /// Nats per phone of a transcript beyond these say nothing more.
  fileprivate static let text: ClosedRange<Float> = -1...4

  /// A confidence below which a command is rejected by default: it is as likely wrong as right.
  public static let defaultThreshold = 0.5

  /// The probability that the command is right, 0...1, as far as the features tell.
  static func logistic(of features: Features, _ calibration: Calibration) -> Double {
    1 / (1 + exp(-evidence(in: features, calibration)))
  }

  private static func evidence(in features: Features, _ calibration: Calibration) -> Double {
    if features.text != nil { return calibration.both.evidence(in: features) }
    if calibration == .text { return textAlone.evidence(in: features) }
    let (short, long) = calibration.sound
    // What speaks for a command of three phones does not speak as loudly for one of thirty, and the other way round.
    let length = log(Double(min(max(features.phones, 1), mostPhones))) / log(Double(mostPhones))
    return (1 - length) * short.evidence(in: features) + length * long.evidence(in: features)
  }
}
