import Glibc
import Recordings

/// Noise like that of many people talking at once: unlike steady noise it has the spectrum and the rhythm of speech.
///
/// Each talker is a train of pulses and some breath through one resonance, with a new loudness, pitch and resonance for
/// every syllable. It is made up from a seed; nobody was recorded.
enum BabbleNoise {
  private static let talkers = 8

  /// Samples at 16 kHz; the loudest is 0.5.
  static func samples(count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    var sum = [Float](repeating: 0, count: count)
    for _ in 0..<talkers { add(talker: &random, to: &sum) }
    let peak = sum.reduce(0) { max($0, abs($1)) }
    return peak > 0 ? sum.map { $0 / (2 * peak) } : sum
  }

  private static func add(talker random: inout SplitMix64, to sum: inout [Float]) {
    let voice = Float.random(in: 90...220, using: &random)
    var (first, second): (Float, Float) = (0, 0)
    var phase: Float = 0
    var position = 0
    while position < sum.count {
      let length = Int.random(in: 1_900...5_000, using: &random)
      let loudness = Float.random(in: 0...1, using: &random)
      let resonance = 300 * pow(10, Float.random(in: 0...1, using: &random))
      let pitch = voice * Float.random(in: 0.85...1.2, using: &random)
      let (radius, angle): (Float, Float) = (0.97, 2 * .pi * resonance / 16_000)
      let feedback = 2 * radius * cos(angle)
      for index in position..<min(position + length, sum.count) {
        phase += pitch / 16_000
        let pulse: Float = phase >= 1 ? 12 : 0
        if phase >= 1 { phase -= 1 }
        let breath = Float.random(in: -0.5...0.5, using: &random)
        let output = pulse + breath + feedback * first - radius * radius * second
        (first, second) = (output, first)
        // A syllable swells and fades.
        sum[index] += loudness * sin(.pi * Float(index - position) / Float(length)) * output
      }
      position += length
    }
  }
}
