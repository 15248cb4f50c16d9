import Kernels
import Testing

@testable import Spectrum

/// PyTorch's log-mel of a clip (training/attune_training/steps/golden_signal.py), sample by sample through `torch.stft`.
@Suite struct GoldenTests {
  private let samples: [Float]
  private let golden: SafeTensors

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    golden = try SafeTensors(path: "/\(root)/Fixtures/golden-signal.safetensors")
    samples = try golden.values("spectrum.samples", shape: golden.shape(of: "spectrum.samples") ?? [])
  }

  @Test func rawFramesAreWhisperS() throws {
    let ours = LogMelSpectrogram(of: samples.span)
    let theirs = try golden.values("spectrum.raw", shape: [ours.frameCount, 80])
    // Energies near the floor are what rounding leaves of much larger ones: compare them as energies.
    for (value, expected) in zip(ours.values, theirs) {
      #expect(abs(exp10(Double(value)) - exp10(Double(expected))) < 1e-4 * exp10(Double(expected)) + 1e-9)
    }
  }

  @Test func normalFramesAreWhisperS() throws {
    let ours = LogMelSpectrogram(of: samples.span)
    var normal = [Float](repeating: 0, count: ours.values.count)
    var span = normal.mutableSpan
    ours.normalize(0..<ours.frameCount, into: &span)
    let theirs = try golden.values("spectrum.normal", shape: [ours.frameCount, 80])
    let distance = zip(normal, theirs).map { abs($0 - $1) }.max() ?? .infinity
    #expect(distance < 5e-5)
  }
}
