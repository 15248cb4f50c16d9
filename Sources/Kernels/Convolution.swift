/// A convolution over time: each output frame is an affine map of `kernel` neighbouring input frames (PyTorch's
/// Conv1d).
///
/// Computed as one matrix product per tap of the kernel: input frames of a stride are rows that lie `stride` frames
/// apart, so nothing is copied.
public struct Convolution: Sendable {
  /// What lies between frames and beyond the ends.
  public struct Geometry: Sendable {
    /// Input frames from one output frame to the next.
    public let stride: Int
    /// Zero frames imagined before the first and after the last.
    public let padding: Int

    /// - Precondition: a positive stride, and no negative padding.
    public init(stride: Int = 1, padding: Int) {
      precondition(stride > 0 && padding >= 0)
      self.stride = stride
      self.padding = padding
    }

    /// The frames that come of `frames` frames.
    public func outputFrames(_ frames: Int, kernel: Int) -> Int {
      let positions = frames + 2 * padding - kernel
      return positions < 0 ? 0 : positions / stride + 1
    }

    /// The output frames whose input at `tap` is a real frame, not padding.
    func outputs(touchedBy tap: Int, frames: Int, outputFrames: Int) -> Range<Int> {
      // Output t reads input t × stride + tap - padding; both ends are rounded up.
      let first = max(0, padding - tap + stride - 1) / stride
      let end = max(0, frames + padding - tap + stride - 1) / stride
      return first..<max(first, min(end, outputFrames))
    }
  }

  private let geometry: Geometry
  /// For each tap [outputs, inputs].
  private let taps: [Matrix]
  private let bias: [Float]

  /// - Parameters:
  ///   - weight: PyTorch's layout, [outputs, inputs, kernel].
  ///   - bias: [outputs].
  public init(weight: [Float], outputs: Int, inputs: Int, kernel: Int, bias: [Float], geometry: Geometry) {
    precondition(weight.count == outputs * inputs * kernel && bias.count == outputs && kernel > 0)
    self.geometry = geometry
    self.bias = bias
    taps = (0..<kernel).map { tap in
      Matrix(rows: outputs, columns: inputs, values: (0..<outputs * inputs).map { weight[$0 * kernel + tap] })
    }
  }

  /// [T, inputs] to [T', outputs].
  public func apply(to input: Matrix, into output: inout Matrix) {
    precondition(input.columns == taps[0].columns)
    let frames = geometry.outputFrames(input.rows, kernel: taps.count)
    output.reshape(rows: frames, columns: bias.count)
    output.fillRows(with: bias)
    for (tap, weight) in taps.enumerated() {
      let touched = geometry.outputs(touchedBy: tap, frames: input.rows, outputFrames: frames)
      guard let first = touched.first else { continue }
      let firstInput = first * geometry.stride + tap - geometry.padding
      BLAS.multiply(
        .init(rows: touched.count, columns: weight.rows, inner: weight.columns),
        .init(
          values: input.values, offset: firstInput * input.columns, stride: geometry.stride * input.columns),
        .init(values: weight.values, stride: weight.columns), transposed: true,
        into: &output.values, at: first * output.columns, stride: output.columns, keep: 1)
    }
  }
}
