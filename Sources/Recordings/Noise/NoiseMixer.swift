/// Adds noise to speech as the speech-to-intent benchmark does.
///
/// The noise is a random stretch of the speech's length, scaled by √(Eₛ / (Eₙ · 10^(SNR/10))), where Eₛ and Eₙ are the
/// highest energies among the whole frames of 2,048 samples of the speech and of the stretch; the sum is scaled to half
/// of full scale. The stretch depends on the seed and the name of the file alone, so that a run can be repeated.
public struct NoiseMixer: Sendable {
  private static let frame = 2048

  private let noise: [Float]
  /// The ratio of the loudest frames' energies, in decibels.
  public let decibels: Double
  private let seed: UInt64

  /// - Parameters:
  ///   - noise: at the sample rate of the speech.
  ///   - decibels: the ratio of the loudest frames' energies.
  ///   - seed: other seeds give other stretches.
  public init(noise: [Float], decibels: Double, seed: UInt64) {
    self.noise = noise
    self.decibels = decibels
    self.seed = seed
  }

  /// The speech in noise; its highest absolute value is 0.5, or 0 where there is nothing to hear.
  ///
  /// - Parameter name: the name of the file, without folders.
  /// - Throws: `RecordingError.noiseTooShort`.
  public func mix(_ speech: [Float], name: String) throws(RecordingError) -> [Float] {
    guard speech.count <= noise.count else {
      throw .noiseTooShort(noise: noise.count, speech: speech.count)
    }
    let start = start(name: name, choices: noise.count - speech.count)
    let stretch = noise[start..<start + speech.count]
    let scale = scale(speech: speech[...], noise: stretch)
    let sum = zip(speech, stretch).map { Double($0) + scale * Double($1) }
    let peak = sum.reduce(0) { max($0, abs($1)) }
    return peak == 0 ? speech : sum.map { Float($0 / (2 * peak)) }
  }

  /// The beginning of the stretch, 0..<choices, or 0 where there is no choice.
  private func start(name: String, choices: Int) -> Int {
    guard choices > 0 else { return 0 }
    var hash = Fingerprint()
    hash.add(bytes: name.utf8)
    var generator = SplitMix64(seed: seed ^ hash.value)
    return Int.random(in: 0..<choices, using: &generator)
  }

  private func scale(speech: ArraySlice<Float>, noise: ArraySlice<Float>) -> Double {
    let energy = Self.highestEnergy(noise)
    guard energy > 0 else { return 0 }
    return (Self.highestEnergy(speech) / energy).squareRoot() * Self.amplitude(decibels: -decibels)
  }

  /// The energy of the loudest whole frame; of everything, where there is no whole frame.
  private static func highestEnergy(_ samples: ArraySlice<Float>) -> Double {
    let frames = max(1, samples.count / frame)
    return (0..<frames).map { index in
      samples.dropFirst(index * frame).prefix(frame).reduce(0) { $0 + Double($1) * Double($1) }
    }.max() ?? 0
  }
}
