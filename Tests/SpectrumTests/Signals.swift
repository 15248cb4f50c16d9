import Glibc
import TestSupport

/// White noise in -1...1.
func noise(_ count: Int, using random: inout SplitMix64) -> [Float] {
  (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
}

/// A sine of full scale at 16 kHz.
func sin(hertz: Double, sample: Int) -> Double { Glibc.sin(2 * .pi * hertz * Double(sample) / 16_000) }

func exp10(_ exponent: Double) -> Double { pow(10, exponent) }
