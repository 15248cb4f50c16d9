import Foundation
import Kernels
import Spectrum
import Testing

@testable import Aligner

@Suite struct AcousticModelTests {
  private let model: AcousticModel

  init() throws { model = try AcousticModel.shared.get() }

  @Test(arguments: [0, 159, 160, 200, 320, 321, 480, 16_000, 50_001])
  func everySoundHasAFrameForTwoHops(samples: Int) {
    var workspace = AcousticModel.Workspace()
    let posteriors = model.posteriors(of: Self.sound(samples).span, using: &workspace)
    #expect(posteriors.frameCount == (samples / 160 + 1) / 2)
    for frame in 0..<posteriors.frameCount {
      let row = posteriors.logProbabilities[frame * 40..<(frame + 1) * 40]
      #expect(abs(row.map { exp(Double($0)) }.reduce(0, +) - 1) < 1e-5)
    }
  }

  /// A worker's past leaves no trace: not a longer segment, not a shorter one.
  @Test func theWorkspaceHasNoMemory() {
    let sounds = [16_000, 48_000, 8_000, 200, 16_000].map(Self.sound)
    var reused = AcousticModel.Workspace()
    for sound in sounds {
      var fresh = AcousticModel.Workspace()
      let expected = model.posteriors(of: sound.span, using: &fresh)
      #expect(model.posteriors(of: sound.span, using: &reused).logProbabilities == expected.logProbabilities)
    }
  }

  @Test func aSegmentOfASpectrogramIsASegment() {
    let sound = Self.sound(32_000)
    let spectrogram = LogMelSpectrogram(of: sound.span)
    var workspace = AcousticModel.Workspace()
    let whole = model.posteriors(of: spectrogram, frames: 0..<spectrogram.frameCount, using: &workspace)
    #expect(whole.logProbabilities == model.posteriors(of: sound.span, using: &workspace).logProbabilities)
    #expect(model.posteriors(of: spectrogram, frames: 17..<118, using: &workspace).frameCount == 51)
  }

  /// Workers share the weights and nothing else.
  @Test func workersDoNotDisturbEachOther() async {
    let sounds = (1...8).map { Self.sound(4000 * $0) }
    let model = model
    var workspace = AcousticModel.Workspace()
    let expected = sounds.map { model.posteriors(of: $0.span, using: &workspace).logProbabilities }
    await withTaskGroup(of: Bool.self) { group in
      for (sound, expected) in zip(sounds, expected) {
        group.addTask {
          var workspace = AcousticModel.Workspace()
          return model.posteriors(of: sound.span, using: &workspace).logProbabilities == expected
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func theLongestSegmentIsThirtySeconds() {
    var workspace = AcousticModel.Workspace()
    let sound = Self.sound(AcousticModel.maximumSamples)
    #expect(model.posteriors(of: sound.span, using: &workspace).frameCount == 1500)
  }

  /// A file whose header names another tensor, another shape, another type.
  @Test(arguments: [
    ("encoder.conv1.bias", "encoder.conv1.bia5", "no tensor 'encoder.conv1.bias'"),
    ("[512,80,3]", "[512,3,80]", "tensor 'encoder.conv1.weight' has the shape [512, 3, 80], expected [512, 80, 3]"),
    ("[40,384]", "[384,40]", "tensor 'head.output.weight' has the shape [384, 40], expected [40, 384]"),
  ])
  func aModelWithOtherTensorsIsRefused(original: String, replacement: String, reason: String) throws {
    let isEncoder = reason.contains("'encoder.")
    let (encoder, head) = (try AcousticModel.encoderPath(), try AcousticModel.headPath())
    var bytes = Data(try [UInt8](Data(contentsOf: URL(filePath: isEncoder ? encoder : head))))
    let range = try #require(bytes.range(of: Data(original.utf8)))
    bytes.replaceSubrange(range, with: Data(replacement.utf8))
    let file = FileManager.default.temporaryDirectory.appending(path: "attune-\(UUID()).safetensors")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let error = #expect(throws: SafeTensorsError.self) {
      try AcousticModel(encoder: isEncoder ? file.path() : encoder, head: isEncoder ? head : file.path())
    }
    #expect(error?.description == "\(file.path()): \(reason)")
  }

  @Test func positionsAreWhisperS() {
    let positions = Matrix.sinusoids(rows: 1500, columns: 384)
    for row in [0, 1, 700, 1499] {
      for column in [0, 1, 100, 191] {
        let angle = Double(row) / pow(10_000, Double(column) / 191)
        #expect(abs(Double(positions[row, column]) - sin(angle)) < 2e-4)
        #expect(abs(Double(positions[row, 192 + column]) - cos(angle)) < 2e-4)
      }
    }
  }

  /// Something that is neither silence nor periodic.
  private static func sound(_ count: Int) -> [Float] {
    (0..<count).map { Float(0.3 * sin(Double($0 * $0 % 100_003) * 0.01) * sin(Double($0) * 0.001)) }
  }
}
