import Glibc
import Kernels

/// A weighted mean of both, the text brought to the frames by the alignment.
struct WeightedFusion: FeatureFusion {
  static let name = "weighted"
  let correction: Correction
  /// The sound's part, 0...1.
  private let share: Float

  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let inputs = CrossModalAligner.width + AlignmentEvidence.columns
    correction = try Correction(tensors, prefix: Self.name, inputs: inputs)
    share = 1 / (1 + expf(-(try tensors.value("balance"))))
  }

  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace) {
    workspace.mix(share: strategy.share ?? share)
  }
}

extension FusionStrategy {
  /// A weighted mean.
  ///
  /// - Parameter share: the sound's part, 0...1; nil for the one that was learned.
  public static func weighted(share: Float?) -> Self {
    var strategy = Self(WeightedFusion.self)
    strategy.share = share
    return strategy
  }
}
