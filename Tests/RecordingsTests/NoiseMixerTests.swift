import Testing

@testable import Recordings

@Suite struct NoiseMixerTests {
  static let noise = samples(40_000, seed: 1, amplitude: 0.3)
  static let speech = samples(10_000, seed: 2, amplitude: 0.1)

  static func samples(_ count: Int, seed: UInt64, amplitude: Float) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -amplitude...amplitude, using: &random) }
  }

  @Test(arguments: [-3.0, 0, 6, 24]) func theRatioOfTheLoudestFramesIsAsAsked(decibels: Double) throws {
    let mixed = try NoiseMixer(noise: Self.noise, decibels: decibels, seed: 7).mix(Self.speech, name: "a.wav")
    // mixed = g · (speech + c · stretch): g and c follow from where the stretch is, so look for it.
    let start = try #require((0..<30_000).first { fit(mixed, stretch: $0) != nil })
    let gain = try #require(fit(mixed, stretch: start))
    let noise = zip(mixed, Self.speech).map { $0 / gain - $1 }
    let ratio = loudest(Self.speech) / loudest(noise)
    #expect(abs(ratio / NoiseMixer.amplitude(decibels: 2 * decibels) - 1) < 1e-3)
  }

  @Test func theSumIsScaledToHalfOfFullScale() throws {
    let mixed = try NoiseMixer(noise: Self.noise, decibels: 6, seed: 7).mix(Self.speech, name: "a.wav")
    #expect(mixed.count == Self.speech.count)
    #expect(mixed.map(abs).max() == 0.5)
  }

  @Test func theStretchDependsOnSeedAndNameAlone() throws {
    func mixed(seed: UInt64, name: String) throws -> [Float] {
      try NoiseMixer(noise: Self.noise, decibels: 6, seed: seed).mix(Self.speech, name: name)
    }
    let first = try mixed(seed: 7, name: "a.wav")
    #expect(try mixed(seed: 7, name: "a.wav") == first)
    #expect(try mixed(seed: 8, name: "a.wav") != first)
    #expect(try mixed(seed: 7, name: "b.wav") != first)
  }

  @Test func theNoiseHasToBeLongEnough() throws {
    let mixer = NoiseMixer(noise: Array(Self.noise.prefix(10_000)), decibels: 6, seed: 7)
    #expect(try mixer.mix(Self.speech, name: "").count == 10_000)
    #expect(throws: RecordingError.noiseTooShort(noise: 10_000, speech: 10_001)) {
      try mixer.mix(Self.speech + [0], name: "")
    }
  }

  @Test func nothingToHearStaysNothing() throws {
    let silence = [Float](repeating: 0, count: 3000)
    #expect(try NoiseMixer(noise: silence, decibels: 6, seed: 1).mix(silence, name: "") == silence)
    #expect(try NoiseMixer(noise: Self.noise, decibels: 6, seed: 1).mix([], name: "") == [])
    let clean = try NoiseMixer(noise: silence, decibels: 6, seed: 1).mix(Array(Self.speech.prefix(3000)), name: "")
    #expect(clean.map(abs).max() == 0.5)
  }

  /// The gain g for which g · (speech + c · noise[start...]) is `mixed` at four samples; nil where there is none.
  private func fit(_ mixed: [Float], stretch start: Int) -> Float? {
    func value(_ i: Int) -> (m: Double, s: Double, n: Double) {
      (Double(mixed[i]), Double(Self.speech[i]), Double(Self.noise[start + i]))
    }
    let (a, b) = (value(0), value(1))
    // m = g s + h n, twice.
    let determinant = a.s * b.n - b.s * a.n
    let (g, h) = ((a.m * b.n - b.m * a.n) / determinant, (a.s * b.m - b.s * a.m) / determinant)
    let fits = [100, 5000, 9999].map(value).allSatisfy { abs(g * $0.s + h * $0.n - $0.m) < 1e-5 }
    return fits ? Float(g) : nil
  }

  private func loudest(_ samples: [Float]) -> Double {
    (0..<samples.count / 2048).map { frame in
      samples[frame * 2048..<(frame + 1) * 2048].reduce(0) { $0 + Double($1) * Double($1) }
    }.max() ?? 0
  }
}
