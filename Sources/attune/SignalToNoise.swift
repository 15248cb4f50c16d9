import ArgumentParser

/// A ratio of speech to noise on the command line.
enum SignalToNoise: Hashable, ExpressibleByArgument {
  /// No noise.
  case clean
  case decibels(Double)

  /// Reads `clean` or a number.
  init?(argument: String) {
    if argument == "clean" {
      self = .clean
    } else if let value = Double(argument), value.isFinite {
      self = .decibels(value)
    } else {
      return nil
    }
  }

  var decibels: Double? { if case .decibels(let value) = self { value } else { nil } }
}
