extension SafeTensors {
  /// The linear map under a prefix, from `prefix.weight` and `prefix.bias`, as PyTorch names them.
  public func linear(
    _ prefix: String, inputs: Int, outputs: Int, bias: Bool = true
  ) throws(SafeTensorsError) -> Linear {
    Linear(
      weight: try weights(prefix + ".weight", rows: outputs, columns: inputs),
      bias: bias ? try values(prefix + ".bias", shape: [outputs]) : nil)
  }

  /// The layer norm under a prefix.
  public func layerNorm(_ prefix: String, columns: Int) throws(SafeTensorsError) -> LayerNorm {
    LayerNorm(
      weight: try values(prefix + ".weight", shape: [columns]), bias: try values(prefix + ".bias", shape: [columns]))
  }

  /// The convolution under a prefix.
  public func convolution(
    _ prefix: String, inputs: Int, outputs: Int, kernel: Int, geometry: Convolution.Geometry
  ) throws(SafeTensorsError) -> Convolution {
    Convolution(
      weight: try weights(prefix + ".weight", shape: [outputs, inputs, kernel]), outputs: outputs, inputs: inputs,
      kernel: kernel, bias: try values(prefix + ".bias", shape: [outputs]), geometry: geometry)
  }

  /// The depthwise convolution under a prefix.
  public func depthwiseConvolution(
    _ prefix: String, channels: Int, kernel: Int
  ) throws(SafeTensorsError) -> DepthwiseConvolution {
    DepthwiseConvolution(
      weight: try values(prefix + ".weight", shape: [channels, 1, kernel]), kernel: kernel,
      bias: try values(prefix + ".bias", shape: [channels]))
  }

  /// One direction of an LSTM under a prefix: `weight_ih`, `weight_hh`, and `bias`, the sum of PyTorch's two.
  public func longShortTermMemory(
    _ prefix: String, inputs: Int, hidden: Int
  ) throws(SafeTensorsError) -> LongShortTermMemory {
    LongShortTermMemory(
      input: Linear(
        weight: try weights(prefix + ".weight_ih", rows: 4 * hidden, columns: inputs),
        bias: try values(prefix + ".bias", shape: [4 * hidden])),
      recurrent: try weights(prefix + ".weight_hh", rows: 4 * hidden, columns: hidden))
  }

  /// Bidirectional LSTM layers, one under each prefix: its directions are `prefix.ahead` and `prefix.back`.
  public func bidirectionalLSTM(
    layers prefixes: [String], inputs: Int, hidden: Int
  ) throws(SafeTensorsError) -> BidirectionalLSTM {
    var layers: [BidirectionalLSTM.Layer] = []
    for prefix in prefixes {
      let inputs = layers.isEmpty ? inputs : 2 * hidden
      layers.append(
        BidirectionalLSTM.Layer(
          forward: try longShortTermMemory(prefix + ".ahead", inputs: inputs, hidden: hidden),
          backward: try longShortTermMemory(prefix + ".back", inputs: inputs, hidden: hidden)))
    }
    return BidirectionalLSTM(layers: layers)
  }

  /// Weights in F32 or F16, or in I8, each by the scale of its output.
  private func weights(_ name: String, rows: Int, columns: Int) throws(SafeTensorsError) -> Matrix {
    Matrix(rows: rows, columns: columns, values: try weights(name, shape: [rows, columns]))
  }

  /// - Parameter shape: outputs first.
  private func weights(_ name: String, shape: [Int]) throws(SafeTensorsError) -> [Float] {
    var values = try values(name, shape: shape)
    guard let scales = try scales(of: name, outputs: shape[0]) else { return values }
    let width = values.count / scales.count
    for (output, scale) in scales.enumerated() {
      for index in output * width..<(output + 1) * width { values[index] *= scale }
    }
    return values
  }
}
