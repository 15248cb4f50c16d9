import Kernels

/// The mean of both, the text brought to the frames by the alignment.
struct MeanFusion: FeatureFusion {
  static let name = "mean"
  let correction: Correction

  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let inputs = CrossModalAligner.width + AlignmentEvidence.columns
    correction = try Correction(tensors, prefix: Self.name, inputs: inputs)
  }

  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace) { workspace.mix(share: 0.5) }
}

extension FusionStrategy {
  /// The mean of both, the text brought to the frames by the alignment.
  public static let mean = Self(MeanFusion.self)
}

extension CrossModalAligner.Workspace {
  /// share · sound + (1 - share) · text, beside the evidence.
  mutating func mix(share: Float) {
    bring()
    joined.reshape(rows: sound.rows, columns: CrossModalAligner.width)
    joined.fill(with: 0)
    joined.add(sound, scale: share)
    joined.add(brought, scale: 1 - share)
    features.join(joined, evidence)
  }
}
