import Glibc

extension Confidence {
  /// The logistic function's weights, fitted on development data by `training/attune_training/calibrate.py`: to be done
  /// anew whenever the network or the decoder changes. The weakest word was found to add nothing.
  private enum Weight {
    static let bias = 5.2
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
