import Kernels
import Spectrum
import Testing

@testable import Aligner

/// The network computes what the PyTorch model computed when it was exported: Fixtures/golden.safetensors, made by
/// training/attune_training/steps/export.py from the very weights in the module's resources.
@Suite struct GoldenTests {
  static let clips = ["lights", "timer", "yes"]

  private let golden: SafeTensors
  private let model: AcousticModel

  init() throws {
    golden = try SafeTensors(path: fixture("golden.safetensors"))
    model = try AcousticModel.shared.get()
  }

  @Test(arguments: clips) func logProbabilitiesFromSound(clip: String) throws {
    var workspace = AcousticModel.Workspace()
    let samples = try values(clip + ".samples")
    let posteriors = model.posteriors(of: samples.span, using: &workspace)
    let expected = try golden.values(
      clip + ".log_probabilities", shape: [posteriors.frameCount, PhonePosteriors.columns])
    // The order of additions is the matrix library's choice, by processor: as of the blocks, by the largest value.
    let scale = expected.map(\.magnitude).max() ?? 0
    #expect(distance(posteriors.logProbabilities, expected) < 1e-5 * scale)
  }

  @Test(arguments: clips) func logMel(clip: String) throws {
    let samples = try values(clip + ".samples")
    let spectrogram = LogMelSpectrogram(of: samples.span)
    var ours = Matrix(rows: spectrogram.frameCount, columns: LogMelSpectrogram.bands)
    ours.withValues { spectrogram.normalize(0..<spectrogram.frameCount, into: &$0) }
    #expect(distance(ours.values, try values(clip + ".mel")) < 1e-4)
  }

  /// Every block, from PyTorch's own log-mel, against what double precision gives; a block's values reach a few hundred.
  /// The fourth block multiplies every rounding: PyTorch itself is up to 1.3e-5 of the largest value from it in single precision.
  @Test(arguments: clips) func eachBlock(clip: String) throws {
    let encoder = try AudioEncoder(SafeTensors(path: AcousticModel.encoderPath()), size: AcousticModel.size)
    var workspace = AudioEncoder.Workspace()
    let mel = try values(clip + ".mel")
    workspace.mel = Matrix(rows: mel.count / LogMelSpectrogram.bands, columns: LogMelSpectrogram.bands, values: mel)
    var outputs: [Matrix] = []
    encoder.encode(using: &workspace) { block, output in
      #expect(block == outputs.count)
      outputs.append(output)
    }
    #expect(outputs.count == AcousticModel.size.blockCount)
    for (block, output) in outputs.enumerated() {
      let frames = AudioEncoder.frameCount(melFrames: workspace.mel.rows)
      let expected = try golden.values("\(clip).block\(block)", shape: [frames, AcousticModel.size.width])
      let scale = expected.map(\.magnitude).max() ?? 0
      #expect(distance(output.values, expected) < 4e-5 * scale)
    }
  }

  private func values(_ name: String) throws -> [Float] {
    try golden.values(name, shape: golden.shape(of: name) ?? [])
  }
}
