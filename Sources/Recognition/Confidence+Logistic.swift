import Glibc

extension Confidence {
  /// The logistic function's weights. To be fitted on development data whenever the network or the decoder changes.
  private enum Weight {
    static let bias = 5.0
    static let path = 3.0
    static let weakestWord = 0.1
  }

  /// A confidence below which a command is rejected by default.
  public static let defaultThreshold = 0.5

  /// The probability that the command is right, 0...1, as far as the features tell.
  static func logistic(of features: Features) -> Double {
    let evidence =
      Weight.bias + Weight.path * Double(features.path) + Weight.weakestWord * Double(features.weakestWord)
    return 1 / (1 + exp(-evidence))
  }
}
