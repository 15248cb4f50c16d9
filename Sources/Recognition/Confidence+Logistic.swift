import Glibc

extension Confidence {
  /// The logistic function's weights, chosen on development data with `training/attune_training/calibrate.py`, to be done
  /// anew whenever the network or the decoder changes: right commands have a path of -2.7 or more even at 6 dB, speech
  /// that is none -5.4 or less, so the middle of the slope lies at -2.5.
  private enum Weight {
    static let bias = 7.5
    static let path = 3.0
  }

  /// A confidence below which a command is rejected by default.
  public static let defaultThreshold = 0.5

  /// The probability that the command is right, 0...1, as far as the features tell.
  static func logistic(of features: Features) -> Double {
    let evidence = Weight.bias + Weight.path * Double(features.path)
    return 1 / (1 + exp(-evidence))
  }
}
