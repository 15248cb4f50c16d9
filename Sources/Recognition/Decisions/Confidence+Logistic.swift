import Glibc

extension Confidence {
  /// The weights of a logistic function of the features by sound alone, fitted on development data by
  /// `training/attune_training/steps/calibrate.py`; to be done anew whenever the network or the decoder changes.
  fileprivate struct Weights {
    var bias: Double
    var path: Double
    var words: Double
    var weakestWord: Double
    var margin: Double
    var certainty: Double
    var explained: Double
    var slowness: Double
    var haste: Double

    func evidence(in features: Features) -> Double {
      let pace = Double(features.pace)
      var evidence = bias + path * bounded(features.path) + words * bounded(features.words)
      evidence += weakestWord * bounded(features.weakestWord) + margin * Double(features.margin)
      evidence += certainty * bounded(features.certainty) + explained * Double(features.explained)
      evidence -= slowness * min(max(pace - ordinaryPace.upperBound, 0), slowest)
      return evidence - haste * max(ordinaryPace.lowerBound - pace, 0)
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
            bias: 4.354, path: 0.202, words: 0, weakestWord: 0.763, margin: 0,
            certainty: 3.483, explained: 0, slowness: 29.694, haste: 5.141),
          Weights(
            bias: 5.014, path: 1.920, words: 0.070, weakestWord: 0, margin: 0.280,
            certainty: 3.195, explained: 0, slowness: 2.454, haste: 2.120)
        )
      case .chunks:
        (
          Weights(
            bias: 5.939, path: 0.318, words: 0, weakestWord: 1.184, margin: 0,
            certainty: 5.294, explained: 0, slowness: 40.262, haste: 7.538),
          Weights(
            bias: 4.671, path: 1.304, words: 0.505, weakestWord: 0.080, margin: 0.278,
            certainty: 1.662, explained: 0, slowness: 0, haste: 4.246)
        )
      }
    }

    /// With a transcript.
    fileprivate var both: TextWeights {
      switch self {
      case .segments, .text: TextWeights(bias: 2.985, path: 1.962, margin: 0.311, certainty: 0.560, text: 0.596)
      case .chunks: TextWeights(bias: 3.364, path: 1.672, margin: 0.229, certainty: 0, text: 0.652)
      }
    }
  }

  /// By text alone: those of sound before there were short commands among what they were fitted on. A fit to text is still
  /// to be made.
  private static let textAlone = TextWeights(bias: -2.819, path: 1.940, margin: 0.226, certainty: 0, phones: 0.463)

  /// Likelihood ratios below this many nats per phone are all as bad.
  fileprivate static let lowest: Float = -12
  /// People take so many seconds for a phone; noise that sounds a little like one lasts as long as it likes.
  fileprivate static let ordinaryPace = 0.06...0.12
  /// What is slower by more than so many seconds a phone is no worse.
  fileprivate static let slowest = 0.4
  /// More phones than these say nothing more.
  fileprivate static let mostPhones = 15
  /// Nats per phone of a transcript beyond these say nothing more.
  fileprivate static let text: ClosedRange<Float> = -1...4

  /// A confidence below which a command is rejected by default. A right one that is rejected has to be said again, which
  /// is hardly better than a wrong one that is believed.
  public static let defaultThreshold = 0.4

  /// The probability that the command is right, 0...1, as far as the features tell.
  static func logistic(
    of features: Features, _ calibration: Calibration, in mode: HearingMode, less doubt: Double
  ) -> Double {
    1 / (1 + exp(doubt - evidence(in: features, calibration) - mode.logOdds))
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
