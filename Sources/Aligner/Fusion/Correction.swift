import Glibc
import Kernels

/// What a strategy adds to the log-probabilities, by way of the neighbouring frames: a linear layer and GELU, a look at
/// the neighbours, a layer norm, and a linear layer, tanh(strength) of whose output counts.
struct Correction: Sendable {
  private static let kernel = 5

  /// The buffers of a call; reused, they grow to the longest sound that was seen.
  struct Workspace: Sendable {
    fileprivate var inner = Matrix()
    fileprivate var neighbours = Matrix()
    fileprivate var output = Matrix()
  }

  private let input: Linear
  private let convolution: DepthwiseConvolution
  private let norm: LayerNorm
  private let output: Linear
  private let strength: Float

  /// Takes the weights from the tensors under `prefix`, whose shapes are checked.
  init(_ tensors: SafeTensors, prefix: String, inputs: Int) throws(SafeTensorsError) {
    let width = CrossModalAligner.width
    input = try tensors.linear(prefix + ".input", inputs: inputs, outputs: width)
    convolution = try tensors.depthwiseConvolution(prefix + ".conv", channels: width, kernel: Self.kernel)
    norm = try tensors.layerNorm(prefix + ".norm", columns: width)
    output = try tensors.linear(prefix + ".output", inputs: width, outputs: PhonePosteriors.columns)
    strength = tanhf(try tensors.value(prefix + ".strength"))
  }

  /// log softmax(heard + tanh(strength) correction).
  ///
  /// - Parameters:
  ///   - features: [T, inputs].
  ///   - fused: what was heard, [T, 40], and then the result.
  func apply(to features: Matrix, correcting fused: inout Matrix, using workspace: inout Workspace) {
    input.apply(to: features, into: &workspace.inner)
    workspace.inner.applyGELU()
    convolution.apply(to: workspace.inner, into: &workspace.neighbours)
    workspace.neighbours.addRows(of: workspace.inner)
    norm.apply(to: workspace.neighbours, into: &workspace.inner)
    output.apply(to: workspace.inner, into: &workspace.output)
    fused.add(workspace.output, scale: strength)
    fused.applyLogSoftmax()
  }
}
