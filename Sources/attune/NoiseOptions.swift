import ArgumentParser
import Capture
import Scoring

/// Noise to be mixed into every file.
struct NoiseOptions: ParsableArguments {
  @Option(
    name: .customLong("noise"),
    help: """
      Add a random stretch of this sound to every file as the speech-to-intent benchmark does: the loudest frames of \
      2048 samples have the ratio --snr, the sum reaches half of full scale.
      """)
  var file: String?

  @Option(name: .customLong("snr"), help: "The ratio of speech to noise in decibels.")
  var decibels: Double?

  @Option(help: "With the name of a file, chooses its stretch of noise.")
  var seed: UInt64 = 0

  func validate() throws {
    guard (file == nil) == (decibels == nil) else { throw ValidationError("--noise and --snr need each other.") }
    guard decibels?.isFinite ?? true else { throw ValidationError("--snr has to be a number.") }
  }

  /// The mixer; nil where no noise was asked for.
  func mixer() throws -> NoiseMixer? {
    guard let file, let decibels else { return nil }
    return NoiseMixer(noise: try SoundFile.samples(of: file), decibels: decibels, seed: seed)
  }
}
