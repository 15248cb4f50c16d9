import Testing

@testable import Spectrum

@Suite struct LogMelSpectrogramTests {
  /// A full-scale sine of 1 kHz: |X| = 400 / 4 in its bin, half of that in each neighbour, and nothing elsewhere.
  @Test func aSineHasItsEnergyInItsBin() {
    var spectrum = PowerSpectrum()
    var power: [Float] = []
    spectrum.withPower {
      Float(sin(hertz: 1000, sample: $0))
    } _: {
      power = Array($0)
    }
    #expect(abs(power[25] - 10_000) < 0.1)
    #expect(abs(power[24] - 2500) < 0.1)
    #expect(abs(power[26] - 2500) < 0.1)
    let rest = power.enumerated().filter { abs($0.offset - 25) > 1 }.map(\.element)
    #expect(rest.allSatisfy { $0 < 1e-6 })
  }

  /// Bands are triangles of one area: on bins that are narrow against the band, the weights of each add up to
  /// 1 / 40 Hz.
  @Test func wideBandsHaveTheSameArea() {
    for band in 50..<80 {
      let area = (0..<201).map { bin in
        var power = [Float](repeating: 0, count: 201)
        power[bin] = 1
        return band10(power)[band]
      }.reduce(0, +)
      #expect(abs(area - 1.0 / 40) < 0.001)
    }
  }

  /// Only the segment's own peak counts.
  @Test func normalizingKeepsEightDecadesBelowThePeak() {
    var spectrogram = LogMelSpectrogram()
    for value: Float in [7, 2, -10, -6, -5.5] { spectrogram.values += repeatElement(value, count: 80) }
    var output = [Float](repeating: 0, count: 4 * 80)
    var span = output.mutableSpan
    spectrogram.normalize(1..<5, into: &span)
    #expect(output == [1.5, -0.5, -0.5, -0.375].flatMap { repeatElement(Float($0), count: 80) })
  }

  @Test func silenceIsFlat() {
    let spectrogram = LogMelSpectrogram(of: [Float](repeating: 0, count: 1600).span)
    #expect(spectrogram.values == [Float](repeating: -10, count: 10 * 80))
  }

  private func band10(_ power: [Float]) -> [Double] {
    var logs = [Float](repeating: 0, count: 80)
    var span = logs.mutableSpan
    MelFilterBank.whisper.logEnergies(of: power.span, into: &span, at: 0)
    return logs.map { $0 <= -10 ? 0 : exp10(Double($0)) }
  }
}
