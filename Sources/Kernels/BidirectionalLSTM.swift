/// Layers of two long short-term memories, one for each direction of time: a layer's output is both states side by
/// side, and the next layer's input.
public struct BidirectionalLSTM: Sendable {
  /// One layer.
  public struct Layer: Sendable {
    fileprivate let forward: LongShortTermMemory
    fileprivate let backward: LongShortTermMemory

    /// - Precondition: both have the same hidden width.
    public init(forward: LongShortTermMemory, backward: LongShortTermMemory) {
      precondition(forward.hidden == backward.hidden)
      self.forward = forward
      self.backward = backward
    }
  }

  /// The buffers of a call.
  public struct Workspace: Sendable {
    fileprivate var memory = LongShortTermMemory.Workspace()
    fileprivate var between = Matrix()

    /// Empty buffers.
    public init() {}
  }

  private let layers: [Layer]

  /// - Precondition: at least one layer.
  public init(layers: [Layer]) {
    precondition(!layers.isEmpty)
    self.layers = layers
  }

  /// [T, inputs] to [T, 2 × hidden].
  public func apply(to input: Matrix, into output: inout Matrix, using workspace: inout Workspace) {
    for (index, layer) in layers.enumerated() {
      if index > 0 { swap(&output, &workspace.between) }
      output.reshape(rows: input.rows, columns: 2 * layer.forward.hidden)
      layer.apply(to: index == 0 ? input : workspace.between, into: &output, using: &workspace.memory)
    }
  }
}

extension BidirectionalLSTM.Layer {
  fileprivate func apply(
    to input: Matrix, into output: inout Matrix, using workspace: inout LongShortTermMemory.Workspace
  ) {
    forward.apply(to: input, into: &output, column: 0, .forward, using: &workspace)
    backward.apply(to: input, into: &output, column: forward.hidden, .backward, using: &workspace)
  }
}
