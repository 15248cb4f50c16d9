import Glibc

extension Confidence {
  /// The weights of a logistic function of the features, fitted on development data by
  /// `training/attune_training/calibrate.py`; to be done anew whenever the network or the decoder changes.
  ///
  /// The weakest word and the share of what was heard that the command explains say nothing more than these do.
  fileprivate struct Weights {
    var bias: Double
    var path: Double
    var margin: Double
    var certainty: Double
    var phones = 0.0
    var text = 0.0
  }

  /// How the sound was heard, and what follows for the weights: heard in chunks, the same sound is less sure.
  enum Calibration: CaseIterable, Sendable {
    /// In whole segments, or not at all.
    case segments
    /// In chunks, as it came.
    case chunks

    /// By sound alone.
    fileprivate var sound: Weights {
      switch self {
      case .segments: Weights(bias: -3.512, path: 1.940, margin: 0.226, certainty: 1.488, phones: 0.463)
      case .chunks: Weights(bias: -2.390, path: 1.604, margin: 0.146, certainty: 1.488, phones: 0.463)
      }
    }

    /// With a transcript.
    fileprivate var both: Weights {
      switch self {
      case .segments: Weights(bias: 2.292, path: 1.962, margin: 0.311, certainty: 0.560, text: 0.596)
      case .chunks: Weights(bias: 2.671, path: 1.672, margin: 0.229, certainty: 0, text: 0.652)
      }
    }
  }

  /// Likelihood ratios below this many nats per phone are all as bad.
  private static let lowest: Float = -12
  /// More phones than these say nothing more.
  private static let mostPhones = 15
  /// Nats per phone of a transcript beyond these say nothing more.
  private static let text: ClosedRange<Float> = -1...4

  /// A confidence below which a command is rejected by default: in quiet hardly any right one is, and noise is taken for
  /// a command about once an hour.
  public static let defaultThreshold = 0.25

  /// The probability that the command is right, 0...1, as far as the features tell.
  static func logistic(of features: Features, _ calibration: Calibration) -> Double {
    let weights = features.text == nil ? calibration.sound : calibration.both
    var evidence = weights.bias
    evidence += weights.path * Double(max(features.path, lowest))
    evidence += weights.margin * Double(features.margin)
    evidence += weights.certainty * Double(max(features.certainty, lowest))
    evidence += weights.phones * Double(min(features.phones, mostPhones))
    evidence += weights.text * Double(min(max(features.text ?? 0, text.lowerBound), text.upperBound))
    return 1 / (1 + exp(-evidence))
  }
}
