import Benchmark
import Spectrum

/// Sound to log-mel frames.
enum SpectrumBenchmarks {
  static func add() {
    Benchmark.add("log-mel, 10 s in portions of 20 ms") {
      let samples = try Clip.coffee.samples(seconds: 10)
      let portion = FrameGeometry.sampleRate / 50
      var stream = LogMelStream()
      var spectrogram = LogMelSpectrogram()
      return {
        spectrogram.removeAll()
        for start in stride(from: 0, to: samples.count, by: portion) {
          stream.append(samples.span.extracting(start..<min(start + portion, samples.count)), to: &spectrogram)
        }
        stream.finish(to: &spectrogram)
        blackHole(spectrogram.frameCount)
      }
    }
  }
}
