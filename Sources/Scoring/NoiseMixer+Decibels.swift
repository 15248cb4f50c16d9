import Glibc

extension NoiseMixer {
  /// The factor on samples that changes their energy by so many decibels.
  static func amplitude(decibels: Double) -> Double { pow(10, decibels / 20) }
}
