/// How loud the noise is in which a sentence is spoken.
public enum NoiseLevel: Hashable, Sendable {
  /// No noise.
  case clean
  /// The ratio of speech to noise in decibels, between their loudest frames (see `NoiseMixer`).
  case decibels(Double)
}

extension NoiseLevel: CustomStringConvertible {
  /// `clean`, `20 dB`.
  public var description: String {
    switch self {
    case .clean: "clean"
    case .decibels(let value): value.rounded() == value && abs(value) < 1e6 ? "\(Int(value)) dB" : "\(value) dB"
    }
  }
}
