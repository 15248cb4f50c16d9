import Kernels

/// From the outputs of the encoder's last three blocks to phones: each normalised by itself, side by side through a
/// linear layer and GELU, plus a look at the neighbouring frames, then two bidirectional LSTM layers and
/// the log-softmax.
struct PhoneHead: Sendable {
  /// The columns after the first layer.
  static let inner = 256
  /// The width of each direction of the LSTM layers.
  static let hidden = HeardSound.width / 2
  /// The frames of the convolution.
  static let kernel = 5

  /// The buffers of a call; reused, they grow to the longest segment that was seen.
  struct Workspace: Sendable {
    fileprivate var normal = Matrix()
    fileprivate var inner = Matrix()
    fileprivate var neighbours = Matrix()
    fileprivate var lstm = BidirectionalLSTM.Workspace()
    /// What the LSTM layers remember of each frame, [T, 384].
    var memories = Matrix()
    /// Log-probabilities, [T, 40].
    var output = Matrix()
  }

  /// The layer norm of each block's output has no scale and shift: the linear layer behind it has them.
  private let blockNorm: LayerNorm
  /// The encoder's blocks that are heard.
  private let blocks: Range<Int>
  /// The input layer's columns for each of them: products with parts of a row add up to the product with the row.
  private let input: [Linear]
  private let convolution: DepthwiseConvolution
  private let norm: LayerNorm
  private let lstm: BidirectionalLSTM
  private let output: Linear

  /// Takes the weights from the tensors `head.…`, whose shapes are checked.
  ///
  /// - Parameter size: of the encoder that it hears.
  init(_ tensors: SafeTensors, hearing size: EncoderSize) throws(SafeTensorsError) {
    let (width, count) = (size.width, size.heard.count)
    let whole = try tensors.linear("head.input", inputs: count * width, outputs: Self.inner)
    input = (0..<count).map { whole.part(inputs: $0 * width..<($0 + 1) * width, bias: $0 == 0) }
    blocks = size.heard
    blockNorm = LayerNorm(columns: width)
    convolution = try tensors.depthwiseConvolution("head.conv", channels: Self.inner, kernel: Self.kernel)
    norm = try tensors.layerNorm("head.norm", columns: Self.inner)
    lstm = try tensors.bidirectionalLSTM(layers: ["head.lstm1", "head.lstm2"], inputs: Self.inner, hidden: Self.hidden)
    output = try tensors.linear("head.output", inputs: HeardSound.width, outputs: PhonePosteriors.columns)
  }

  /// Takes in the output of an encoder's block, [T, width]; the blocks come in order.
  func take(_ encoded: Matrix, ofBlock block: Int, using workspace: inout Workspace) {
    guard blocks.contains(block) else { return }
    let part = input[block - blocks.lowerBound]
    blockNorm.apply(to: encoded, into: &workspace.normal)
    if block == blocks.lowerBound {
      part.apply(to: workspace.normal, into: &workspace.inner)
    } else {
      part.add(of: workspace.normal, to: &workspace.inner)
    }
  }

  /// Turns what was taken in into `workspace.output`.
  func finish(using workspace: inout Workspace) {
    workspace.inner.applyGELU()
    convolution.apply(to: workspace.inner, into: &workspace.neighbours)
    workspace.neighbours.addRows(of: workspace.inner)
    norm.apply(to: workspace.neighbours, into: &workspace.inner)
    lstm.apply(to: workspace.inner, into: &workspace.memories, using: &workspace.lstm)
    output.apply(to: workspace.memories, into: &workspace.output)
    workspace.output.applyLogSoftmax()
  }
}
