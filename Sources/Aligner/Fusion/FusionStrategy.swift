import Kernels

/// How the sound's features and the text's become one.
public struct FusionStrategy: Hashable, Sendable {
  /// What it is called: on the command line, in results, and in the weights.
  public let name: String
  /// The sound's part, 0...1, in a strategy that has one; nil for the one that was learned.
  public var share: Float?

  /// All of them. A new one is a file beside these, and a line here.
  static let table: [any FeatureFusion.Type] = [
    MeanFusion.self, WeightedFusion.self, ConcatenationFusion.self, AttentionFusion.self, RecurrentFusion.self,
  ]

  /// Every strategy with what was learned.
  public static let all = table.map { Self($0) }

  init(_ type: any FeatureFusion.Type) { name = type.name }
}

/// What a strategy has learned, and does.
protocol FeatureFusion: Sendable {
  /// What it is called.
  static var name: String { get }
  /// What it sees is corrected by this.
  var correction: Correction { get }

  /// Reads its weights.
  init(_ tensors: SafeTensors) throws(SafeTensorsError)

  /// Puts what the correction sees into `workspace.features`: a row for every frame of `workspace.sound`.
  func fuse(_ strategy: FusionStrategy, in workspace: inout CrossModalAligner.Workspace)

  /// How much each frame attends to each phone, [T, N], after `fuse`; nil where none does.
  func attention(in workspace: CrossModalAligner.Workspace) -> Matrix?
}

extension FeatureFusion {
  func attention(in workspace: CrossModalAligner.Workspace) -> Matrix? { nil }
}
