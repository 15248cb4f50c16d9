import TestSupport
import Testing

@testable import Spectrum

@Suite struct LogMelStreamTests {
  /// Streaming equals batch, bit for bit, under any chunking.
  @Test(arguments: [160, 161, 200, 201, 399, 400, 401, 640, 16_000, 16_159, 40_037])
  func anyChunkingGivesTheSameFrames(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let samples = noise(count, using: &random)
    let batch = LogMelSpectrogram(of: samples.span)
    #expect(batch.frameCount == count / 160)
    for longest in [1, 7, 160, 401, 5000] {
      let streamed = stream(samples) { Int.random(in: 1...longest, using: &random) }
      #expect(streamed.values.map(\.bitPattern) == batch.values.map(\.bitPattern))
    }
  }

  @Test func framesComeAsSoonAsTheirSamplesAreIn() {
    var random = SplitMix64(seed: 2)
    let samples = noise(2000, using: &random)
    var stream = LogMelStream()
    var spectrogram = LogMelSpectrogram()
    for count in 1...samples.count {
      stream.append(samples.span.extracting(count - 1..<count), to: &spectrogram)
      #expect(spectrogram.frameCount == (count < 201 ? 0 : (count - 200) / 160 + 1))
    }
  }

  @Test func aFinishedStreamBeginsAnew() {
    var random = SplitMix64(seed: 3)
    let samples = noise(3000, using: &random)
    var stream = LogMelStream()
    var (first, second) = (LogMelSpectrogram(), LogMelSpectrogram())
    stream.append(samples.span, to: &first)
    stream.finish(to: &first)
    stream.append(samples.span, to: &second)
    stream.finish(to: &second)
    #expect(first.values == second.values)
    #expect(first.frameCount == 18)
  }

  @Test(arguments: [0, 1, 159]) func lessThanAHopHasNoFrame(count: Int) {
    let spectrogram = LogMelSpectrogram(of: [Float](repeating: 0.5, count: count).span)
    #expect(spectrogram.frameCount == 0)
  }

  /// A sound of 160...200 samples is too short for PyTorch's padding; NumPy's repeated reflection defines it.
  @Test(arguments: [160, 177, 200]) func oneShortFrameIsMirroredTwice(count: Int) {
    var random = SplitMix64(seed: 4)
    let samples = noise(count, using: &random)
    let unfolded = (0..<1000).map { samples[FrameGeometry.mirrored($0, count: count)] }
    // Two periods later the mirrored signal is the same, and lies far from both ends.
    let shift = 2 * (count - 1)
    var spectrum = PowerSpectrum()
    var (short, long): ([Float], [Float]) = ([], [])
    spectrum.withPower {
      samples[FrameGeometry.mirrored($0 - 200, count: count)]
    } _: {
      short = Array($0)
    }
    spectrum.withPower {
      unfolded[$0 - 200 + shift]
    } _: {
      long = Array($0)
    }
    #expect(short == long)
    var expected = [Float](repeating: 0, count: 80)
    var values = expected.mutableSpan
    MelFilterBank.whisper.logEnergies(of: short.span, into: &values, at: 0)
    #expect(LogMelSpectrogram(of: samples.span).values == expected)
  }

  private func stream(_ samples: [Float], chunk: () -> Int) -> LogMelSpectrogram {
    var stream = LogMelStream()
    var spectrogram = LogMelSpectrogram()
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + chunk())
      stream.append(samples.span.extracting(start..<end), to: &spectrogram)
      start = end
    }
    stream.finish(to: &spectrogram)
    return spectrogram
  }
}

extension Array where Element == Float {
  init(_ span: Span<Float>) { self = span.indices.map { span[$0] } }
}
