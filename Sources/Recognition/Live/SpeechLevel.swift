import Glibc

/// How loud sound is against the noise around it, frame by frame of 20 ms.
///
/// The level is that of the differences x[n] - 0.95 x[n - 1], which leaves rumble and hum out, over two frames. The noise is followed from
/// above at once, and upwards slowly, so that it lies at the quietest of the last seconds.
struct SpeechLevel: Sendable {
  /// The samples of a frame.
  static let frame = 320

  /// The level of the last two frames in dB relative to full scale.
  private(set) var level: Float = -120
  /// What counts as noise, in dB relative to full scale.
  private(set) var noise: Float = lowest

  private var previous: Float = 0
  private var lastPower: Float = 0

  /// Below this, in dB relative to full scale, nothing is taken for noise: converters of good microphones lie there.
  static let lowest: Float = -72
  /// How fast noise may rise, in dB a frame: 2 dB a second.
  private static let rise: Float = 0.04

  /// Takes a frame.
  mutating func push(_ samples: Span<Float>) {
    var sum: Float = 0
    for index in samples.indices {
      let difference = samples[index] - 0.95 * previous
      sum += difference * difference
      previous = samples[index]
    }
    let power = sum / Float(max(1, samples.count))
    level = 10 * log10f((power + lastPower) / 2 + 1e-12)
    lastPower = power
    noise = max(Self.lowest, min(level, noise + Self.rise))
  }

  /// Something was loud for a while and no speech: its level is that of the noise.
  mutating func adopt(noise: Float) { self.noise = max(self.noise, noise) }
}
