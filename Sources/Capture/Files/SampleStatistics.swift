import Glibc

/// What the samples are that were heard.
struct SampleStatistics {
  private var count = 0
  private var full = 0
  private var sum = 0.0
  private var peak: Float = 0

  private static let fullScale: Float = 0.9999
  /// The share of the samples, in percent, from which on clipping is told.
  private static let leastClipped = 0.5
  private static let leastOffset = 0.1
  private static let leastPeak: Float = 0.001

  mutating func add(_ samples: Span<Float>, count: Int) {
    for index in 0..<count {
      let sample = samples[index]
      let height = abs(sample)
      peak = max(peak, height)
      if height >= Self.fullScale { full += 1 }
      sum += Double(sample)
    }
    self.count += count
  }

  /// What there is to say of them.
  var warnings: [SoundWarning] {
    guard count > 0 else { return [] }
    guard peak > 0 else { return [.silent] }
    var warnings: [SoundWarning] = []
    let clipped = 100 * Double(full) / Double(count)
    if clipped >= Self.leastClipped { warnings.append(.clipped(percent: clipped)) }
    if abs(sum / Double(count)) >= Self.leastOffset { warnings.append(.offset(sum / Double(count))) }
    if peak < Self.leastPeak { warnings.append(.nearlySilent(decibels: 20 * Double(log10(peak)))) }
    return warnings
  }
}
