import Kernels

/// The frames attend to the text's phones; a gate that sees the evidence decides how much of what they find counts.
struct AttentionFusion: FeatureFusion {
  static let name = "attention"
  let correction: Correction
  private let cross: CrossAttention
  private let gate: Linear

  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let (width, evidence) = (CrossModalAligner.width, AlignmentEvidence.columns)
    cross = try CrossAttention(tensors)
    gate = try tensors.linear("gate", inputs: evidence + CrossAttention.heads, outputs: width)
    correction = try Correction(tensors, prefix: Self.name, inputs: 2 * width + evidence)
  }

  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace) {
    cross.attend(from: workspace.sound, to: workspace.phones, near: workspace.near, using: &workspace.cross)
    workspace.joined.join(workspace.evidence, workspace.cross.trust)
    gate.apply(to: workspace.joined, into: &workspace.gate)
    workspace.gate.applySigmoid()
    workspace.cross.found.multiplyElements(by: workspace.gate)
    workspace.features.join(workspace.sound, workspace.cross.found, workspace.evidence)
  }

  func attention(in workspace: CrossModalAligner.Workspace) -> Matrix? { workspace.cross.weights }
}

extension FusionStrategy {
  /// The frames attend to the text's phones; a gate that sees the evidence decides how much of what they find counts.
  public static let attention = Self(AttentionFusion.self)
}
