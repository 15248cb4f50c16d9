import Kernels

/// One block of Whisper's encoder: x + attention(norm x), then x + feed-forward(norm x).
struct TransformerBlock: Sendable {
  /// The buffers of a call.
  struct Workspace: Sendable {
    fileprivate var normal = Matrix()
    fileprivate var inner = Matrix()
    fileprivate var attention = MultiHeadAttention.Workspace()
  }

  private let attentionNorm: LayerNorm
  private let attention: MultiHeadAttention
  private let feedForwardNorm: LayerNorm
  private let expand: Linear
  private let contract: Linear

  /// Takes the weights from the tensors under `prefix`, named as in Whisper's own code.
  init(_ tensors: SafeTensors, prefix: String, size: EncoderSize) throws(SafeTensorsError) {
    let width = size.width
    func projection(_ name: String, bias: Bool = true) throws(SafeTensorsError) -> Linear {
      try tensors.linear("\(prefix).attn.\(name)", inputs: width, outputs: width, bias: bias)
    }
    attentionNorm = try tensors.layerNorm(prefix + ".attn_ln", columns: width)
    attention = MultiHeadAttention(
      heads: size.heads, query: try projection("query"), key: try projection("key", bias: false),
      value: try projection("value"), out: try projection("out"))
    feedForwardNorm = try tensors.layerNorm(prefix + ".mlp_ln", columns: width)
    expand = try tensors.linear(prefix + ".mlp.0", inputs: width, outputs: size.inner)
    contract = try tensors.linear(prefix + ".mlp.2", inputs: size.inner, outputs: width)
  }

  /// Changes `residual`, [T, width], from the block's input to its output.
  func apply(to residual: inout Matrix, using workspace: inout Workspace) {
    attentionNorm.apply(to: residual, into: &workspace.normal)
    attention.add(
      of: workspace.normal, attendingTo: workspace.normal, to: &residual, using: &workspace.attention)
    feedForwardNorm.apply(to: residual, into: &workspace.normal)
    expand.apply(to: workspace.normal, into: &workspace.inner)
    workspace.inner.applyGELU()
    contract.add(of: workspace.inner, to: &residual)
  }
}
