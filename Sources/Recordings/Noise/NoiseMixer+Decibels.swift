import Glibc

extension NoiseMixer {
  /// The factor on samples that changes their energy by so many decibels.
  package static func amplitude(decibels: Double) -> Double { pow(10, decibels / 20) }

  /// What a ratio is called in tables: `clean`, `6 dB`.
  package static func name(of decibels: Double?) -> String {
    decibels.map { $0 == $0.rounded() && abs($0) < 1e9 ? "\(Int($0)) dB" : "\($0) dB" } ?? "clean"
  }
}
