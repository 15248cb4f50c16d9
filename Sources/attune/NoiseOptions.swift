import ArgumentParser
import Batch
import Recordings

/// Noise to be mixed into every file.
struct NoiseOptions: ParsableArguments {
  @Option(
    name: .customLong("noise"),
    help: """
      Add a random stretch of this sound to every file as the speech-to-intent benchmark does: the loudest frames of \
      2048 samples have the ratio --snr, the sum reaches half of full scale.
      """)
  var file: String?

  @Option(
    name: .customLong("snr"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      The ratio of speech to noise in decibels, or 'clean' for none. May be repeated: all files are heard at each, and \
      their records tell which.
      """, valueName: "dB"))
  var ratios: [SignalToNoise] = []

  @Option(help: "With the name of a file, chooses its stretch of noise; also chooses the files of a --sample.")
  var seed: UInt64 = 0

  func validate() throws {
    guard (file == nil) == ratios.isEmpty else { throw ValidationError("--noise and --snr need each other.") }
    guard Set(ratios).count == ratios.count else { throw ValidationError("--snr is repeated with the same value.") }
  }

  /// Whether records have to tell their ratio.
  var isSweep: Bool { ratios.count > 1 }

  /// What is added to the files, in turn; nil for nothing.
  func conditions() throws -> [NoiseMixer?] {
    guard let file else { return [nil] }
    let samples = try HeardFile.samples(of: file)
    return ratios.map { ratio in
      ratio.decibels.map { NoiseMixer(noise: samples, decibels: $0, seed: seed) }
    }
  }

  /// Adds what decides the results.
  func describe(in settings: inout RunSettings) throws {
    if let file { try settings.add("noise", contentsOf: file) }
    settings.add("snr", ratios.map { $0.decibels.map { "\($0)" } ?? "clean" }.joined(separator: ", "))
    settings.add("seed", "\(seed)")
  }
}
