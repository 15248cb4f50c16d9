import Kernels

/// A bidirectional LSTM over both side by side.
struct RecurrentFusion: FeatureFusion {
  static let name = "bilstm"
  let correction: Correction
  private let lstm: BidirectionalLSTM

  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let (width, evidence) = (CrossModalAligner.width, AlignmentEvidence.columns)
    lstm = try tensors.bidirectionalLSTM(layers: ["lstm"], inputs: 2 * width + evidence, hidden: width / 2)
    correction = try Correction(tensors, prefix: Self.name, inputs: width + evidence)
  }

  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace) {
    workspace.bring()
    workspace.joined.join(workspace.sound, workspace.brought, workspace.evidence)
    lstm.apply(to: workspace.joined, into: &workspace.remembered, using: &workspace.lstm)
    workspace.features.join(workspace.remembered, workspace.evidence)
  }
}

extension FusionStrategy {
  /// A bidirectional LSTM over both side by side.
  public static let bilstm = Self(RecurrentFusion.self)
}
