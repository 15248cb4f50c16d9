import Kernels

/// Both side by side.
struct ConcatenationFusion: FeatureFusion {
  static let name = "concat"
  let correction: Correction

  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let inputs = 2 * CrossModalAligner.width + AlignmentEvidence.columns
    correction = try Correction(tensors, prefix: Self.name, inputs: inputs)
  }

  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace) {
    workspace.bring()
    workspace.features.join(workspace.sound, workspace.brought, workspace.evidence)
  }
}

extension FusionStrategy {
  /// Both side by side.
  public static let concat = Self(ConcatenationFusion.self)
}
