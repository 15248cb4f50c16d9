import Glibc

/// A small generator with a seed: Vigna's SplitMix64.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// White noise in -1...1.
func noise(_ count: Int, using random: inout SplitMix64) -> [Float] {
  (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
}

/// A sine of full scale at 16 kHz.
func sin(hertz: Double, sample: Int) -> Double { Glibc.sin(2 * .pi * hertz * Double(sample) / 16_000) }

func exp10(_ exponent: Double) -> Double { pow(10, exponent) }
