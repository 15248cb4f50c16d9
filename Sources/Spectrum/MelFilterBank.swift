import Glibc

/// Eighty triangular bands on Slaney's mel scale from 0 to 8,000 Hz, each scaled to the same area.
///
/// Slaney, "Auditory Toolbox", 1998: linear below 1 kHz (3 mel per 200 Hz), logarithmic above (27 mel for a factor of
/// 6.4). A band's weight at frequency f is the smaller slope of its triangle there, times 2 / (its width in Hz).
struct MelFilterBank: Sendable {
  static let bands = 80

  /// One band: the first spectral bin with a weight, and where its weights lie in `weights`.
  private struct Band: Sendable {
    let firstBin: Int
    let weights: Range<Int>
  }

  private let bands: [Band]
  private let weights: [Float]

  /// The one bank there is: 16 kHz, 201 bins of 40 Hz.
  static let whisper = MelFilterBank()

  private init() {
    let top = Self.mel(hertz: Double(FrameGeometry.sampleRate) / 2)
    let edges = (0..<Self.bands + 2).map { Self.hertz(mel: top * Double($0) / Double(Self.bands + 1)) }
    var bands: [Band] = []
    var weights: [Float] = []
    for band in 0..<Self.bands {
      let response = Self.triangle(lower: edges[band], centre: edges[band + 1], upper: edges[band + 2])
      let start = weights.count
      weights += response.weights
      bands.append(Band(firstBin: response.firstBin, weights: start..<weights.count))
    }
    self.bands = bands
    self.weights = weights
  }

  /// Writes log10 of the energy in each band, at least -10.
  ///
  /// - Precondition: `power` holds the 201 bins of |X|², `output` has room for 80 values from `offset`.
  func logEnergies(of power: Span<Float>, into output: inout MutableSpan<Float>, at offset: Int) {
    for (index, band) in bands.enumerated() {
      var energy: Float = 0
      var bin = band.firstBin
      for position in band.weights {
        energy += weights[position] * power[bin]
        bin += 1
      }
      output[offset + index] = log10f(max(energy, 1e-10))
    }
  }

  /// The non-zero weights of a triangle over the bins of the spectrum, from `firstBin` on.
  private static func triangle(lower: Double, centre: Double, upper: Double) -> (firstBin: Int, weights: [Float]) {
    let binWidth = Double(FrameGeometry.sampleRate) / Double(FrameGeometry.window)
    let bins = 0...FrameGeometry.window / 2
    let response = bins.map { bin in
      let frequency = Double(bin) * binWidth
      let slope = min((frequency - lower) / (centre - lower), (upper - frequency) / (upper - centre))
      return Float(max(0, slope) * 2 / (upper - lower))
    }
    let firstBin = response.firstIndex { $0 > 0 } ?? 0
    let endBin = response.lastIndex { $0 > 0 }.map { $0 + 1 } ?? firstBin
    return (firstBin, Array(response[firstBin..<endBin]))
  }

  private static let melPerHertz = 3.0 / 200
  private static let breakHertz = 1000.0
  private static let breakMel = 15.0
  private static let logStep = log(6.4) / 27

  private static func mel(hertz: Double) -> Double {
    hertz < breakHertz ? hertz * melPerHertz : breakMel + log(hertz / breakHertz) / logStep
  }

  private static func hertz(mel: Double) -> Double {
    mel < breakMel ? mel / melPerHertz : breakHertz * exp((mel - breakMel) * logStep)
  }
}
