import CVectors

/// A convolution over time in which every channel sees only itself (PyTorch's Conv1d with as many groups as channels).
///
/// The output has the input's length: the kernel is odd, and zeros are imagined beyond both ends.
public struct DepthwiseConvolution: Sendable {
  /// [kernel, channels]: a row for each tap.
  private let taps: Matrix
  private let bias: [Float]

  /// - Parameters:
  ///   - weight: PyTorch's layout, [channels, 1, kernel].
  ///   - kernel: an odd number of frames.
  ///   - bias: [channels].
  public init(weight: [Float], kernel: Int, bias: [Float]) {
    precondition(!kernel.isMultiple(of: 2) && weight.count == kernel * bias.count)
    var taps = Matrix(rows: kernel, columns: bias.count)
    for tap in 0..<kernel {
      for channel in bias.indices { taps[tap, channel] = weight[channel * kernel + tap] }
    }
    self.taps = taps
    self.bias = bias
  }

  /// [T, channels] to the same shape.
  public func apply(to input: Matrix, into output: inout Matrix) {
    precondition(input.columns == bias.count)
    output.reshape(rows: input.rows, columns: input.columns)
    output.fillRows(with: bias)
    let reach = taps.rows / 2
    let channels = taps.columns
    input.values.withUnsafeBufferPointer { source in
      taps.values.withUnsafeBufferPointer { weights in
        output.values.withUnsafeMutableBufferPointer { target in
          guard let source = source.baseAddress, let weights = weights.baseAddress, let target = target.baseAddress
          else { return }
          for frame in 0..<input.rows {
            for neighbour in max(0, frame - reach)..<min(input.rows, frame + reach + 1) {
              let tap = neighbour - frame + reach
              attune_add_products(
                weights + tap * channels, source + neighbour * channels, target + frame * channels, channels)
            }
          }
        }
      }
    }
  }
}
