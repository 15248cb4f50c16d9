import Glibc

extension Confidence {
  /// The weights of a logistic function of the features, fitted on development data by
  /// `training/attune_training/calibrate.py`; to be done anew whenever the network or the decoder changes.
  ///
  /// The weakest word and the share of what was heard that the command explains say nothing more than these do.
  private struct Weights {
    var bias: Double
    var path: Double
    var margin: Double
    var certainty: Double
    var phones = 0.0
    var text = 0.0

    /// By sound alone.
    static let sound = Weights(bias: -3.512, path: 1.940, margin: 0.226, certainty: 1.488, phones: 0.463)
    /// With a transcript.
    static let both = Weights(bias: 2.292, path: 1.962, margin: 0.311, certainty: 0.560, text: 0.596)
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
  static func logistic(of features: Features) -> Double {
    let weights = features.text == nil ? Weights.sound : .both
    var evidence = weights.bias
    evidence += weights.path * Double(max(features.path, lowest))
    evidence += weights.margin * Double(features.margin)
    evidence += weights.certainty * Double(max(features.certainty, lowest))
    evidence += weights.phones * Double(min(features.phones, mostPhones))
    evidence += weights.text * Double(min(max(features.text ?? 0, text.lowerBound), text.upperBound))
    return 1 / (1 + exp(-evidence))
  }
}
