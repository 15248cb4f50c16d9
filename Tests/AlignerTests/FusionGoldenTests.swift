import Kernels
import Lexicon
import Testing

@testable import Aligner

/// Fusion computes what the PyTorch model computed when it was exported: Fixtures/golden-fusion.safetensors, made by
/// training/attune_training/steps/export_fusion.py from the very weights in the module's resources. "Turn on the lights" was
/// said, and "turn off the lights" is the transcript.
@Suite struct FusionGoldenTests {
  private let golden: SafeTensors
  private let aligner: CrossModalAligner
  private let heard: HeardSound
  private let text: SpokenText

  init() throws {
    golden = try SafeTensors(path: fixture("golden-fusion.safetensors"))
    aligner = try CrossModalAligner.shared.get()
    let frames = try #require(golden.shape(of: "heard")?.first)
    heard = HeardSound(
      posteriors: PhonePosteriors(
        logProbabilities: try golden.values("heard", shape: [frames, PhonePosteriors.columns])),
      memories: try golden.matrix("memories", rows: frames, columns: HeardSound.width))
    text = try Self.text(in: golden)
  }

  @Test(arguments: FusionStrategy.all) func fusedLogProbabilities(strategy: FusionStrategy) throws {
    var workspace = CrossModalAligner.Workspace()
    let expected = try values("fused.\(strategy.name)")
    #expect(distance(heard.posteriors.logProbabilities, expected) > 1e-3)
    // The second time the workspace is used.
    for _ in 0..<2 {
      let fused = aligner.fuse(heard, with: text, by: strategy, using: &workspace)
      #expect(distance(fused.posteriors.logProbabilities, expected) < 1e-4)
    }
  }

  @Test func alignment() throws {
    var workspace = CrossModalAligner.Workspace()
    let alignment = try #require(aligner.alignment(of: text, with: heard.posteriors, using: &workspace))
    #expect(distance(alignment.phones.values, try values("alignment.phones")) < 1e-4)
    #expect(distance(alignment.gaps.values, try values("alignment.gaps")) < 1e-4)
    #expect(distance(alignment.entered, try values("alignment.entered")) < 1e-4)
  }

  @Test func bothEncodersAndTheAttentionsWeights() throws {
    var workspace = CrossModalAligner.Workspace()
    let fused = aligner.fuse(heard, with: text, by: .attention, using: &workspace)
    #expect(distance(workspace.phones.values, try values("text")) < 1e-4)
    #expect(distance(workspace.sound.values, try values("sound")) < 1e-4)
    #expect(distance(fused.attention?.values ?? [], try values("weights")) < 1e-4)
  }

  @Test func embeddings() throws {
    var workspace = CrossModalAligner.Workspace()
    #expect(distance(aligner.embedding(of: heard, using: &workspace), try values("utterance.sound")) < 1e-4)
    #expect(distance(aligner.embedding(of: text, using: &workspace), try values("utterance.text")) < 1e-4)
  }

  /// The same memories come out of the model from the sound itself.
  @Test func memoriesFromSound() throws {
    let clip = try SafeTensors(path: fixture("golden.safetensors"))
    let samples = try clip.values("lights.samples", shape: clip.shape(of: "lights.samples") ?? [])
    var workspace = AcousticModel.Workspace()
    let model = try AcousticModel.shared.get()
    let sound = model.sound(of: samples.span, using: &workspace)
    #expect(distance(sound.memories.values, heard.memories.values) < 1e-4)
    let alone = model.posteriors(of: samples.span, using: &workspace)
    #expect(sound.posteriors.logProbabilities == alone.logProbabilities)
  }

  private func values(_ name: String) throws -> [Float] {
    try golden.values(name, shape: golden.shape(of: name) ?? [])
  }

  /// The transcript as the file has it: a word begins at each start.
  private static func text(in golden: SafeTensors) throws -> SpokenText {
    func values(_ name: String) throws -> [Float] { try golden.values(name, shape: golden.shape(of: name) ?? []) }
    let (phones, starts) = (try values("phones"), try values("starts"))
    let (confidence, age) = (try values("confidence"), try values("age"))
    let first = starts.indices.filter { starts[$0] == 1 }
    var text = SpokenText()
    for (start, end) in zip(first, first.dropFirst() + [starts.count]) {
      let word = try phones[start..<end].map { try #require(Phone(rawValue: UInt8($0))) }
      text.append("word\(start)", as: Pronunciation(word), confidence: confidence[start], age: age[start])
    }
    return text
  }
}
