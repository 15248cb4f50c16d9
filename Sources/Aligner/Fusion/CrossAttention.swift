import Glibc
import Kernels

/// Frames query the phones of a transcript; one more key, learned, stands for "none of these" and gives nothing.
///
/// The alignment takes part in the weights: of each head, its scale times log(near + 0.003) is added to the logits.
struct CrossAttention: Sendable {
  static let heads = 4
  private static let floor: Float = 0.003

  /// The buffers of a call; reused, they grow to the longest input that was seen.
  struct Workspace: Sendable {
    fileprivate var bias = MultiHeadAttention.Bias(values: Matrix(), scales: [])
    fileprivate var attention = MultiHeadAttention.Workspace()
    /// [heads × T, N]: head by head the weights of the phones; what a row lacks to 1 is the null key's.
    var weights = Matrix()
    /// [T, heads]: the sums of the phones' weights.
    var trust = Matrix()
    /// [T, 128]: what was found.
    var found = Matrix()
  }

  private let attention: MultiHeadAttention
  private let scales: [Float]

  /// Takes the weights from the tensors `cross.…`, whose shapes are checked.
  init(_ tensors: SafeTensors) throws(SafeTensorsError) {
    let width = CrossModalAligner.width
    func projection(_ name: String, bias: Bool = true) throws(SafeTensorsError) -> Linear {
      try tensors.linear("cross.\(name)", inputs: width, outputs: width, bias: bias)
    }
    attention = MultiHeadAttention(
      heads: Self.heads, query: try projection("query"), key: try projection("key", bias: false),
      value: try projection("value"), out: try projection("out"), null: try tensors.values("cross.null", shape: [width])
    )
    scales = try tensors.values("cross.scale", shape: [Self.heads])
  }

  /// Lets frames [T, 128] attend to phones [N, 128]; the results are in the workspace.
  ///
  /// - Parameter near: [T, N], from the alignment.
  func attend(from sound: Matrix, to phones: Matrix, near: Matrix, using workspace: inout Workspace) {
    workspace.bias.values.reshape(rows: near.rows, columns: near.columns)
    workspace.bias.scales = scales
    workspace.bias.values.withValues { bias in
      let near = near.values.span
      for index in bias.indices { bias[index] = logf(near[index] + Self.floor) }
    }
    workspace.found.reshape(rows: sound.rows, columns: sound.columns)
    workspace.found.fill(with: 0)
    workspace.weights.reshape(rows: Self.heads * sound.rows, columns: phones.rows)
    workspace.trust.reshape(rows: sound.rows, columns: Self.heads)
    var (weights, trust) = (Matrix(), Matrix())
    swap(&weights, &workspace.weights)
    swap(&trust, &workspace.trust)
    attention.add(
      of: sound, attendingTo: phones, bias: workspace.bias, to: &workspace.found, using: &workspace.attention
    ) { head, found in
      for frame in 0..<sound.rows {
        for phone in 0..<phones.rows { weights[head * sound.rows + frame, phone] = found[frame, phone] }
        // The rest of 1 is the null key's.
        trust[frame, head] = 1 - found[frame, phones.rows]
      }
    }
    swap(&weights, &workspace.weights)
    swap(&trust, &workspace.trust)
  }
}
