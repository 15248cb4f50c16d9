import CVectors

/// Weights W, [outputs, inputs], as our own product takes them: Wᵀ in strips.
struct StripWeights: Sendable {
  private let (inputs, outputs): (Int, Int)
  private let strips: [Float]

  init(_ weight: Matrix) {
    let (inputs, outputs, width) = (weight.columns, weight.rows, Int(attune_strip))
    var strips = [Float](repeating: 0, count: (outputs + width - 1) / width * width * inputs)
    for output in 0..<outputs {
      let start = output / width * width * inputs + output % width
      for input in 0..<inputs { strips[start + input * width] = weight[output, input] }
    }
    (self.inputs, self.outputs, self.strips) = (inputs, outputs, strips)
  }

  /// Adds x Wᵀ to rows of y. A row is the same whatever stands beside it.
  ///
  /// - Parameters:
  ///   - x: from `first` on [rows, inputs].
  ///   - y: from `start` on [rows, outputs].
  func add(_ x: [Float], from first: Int, rows: Int, to y: inout [Float], at start: Int) {
    precondition(first >= 0 && first + rows * inputs <= x.count)
    precondition(start >= 0 && start + rows * outputs <= y.count)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        attune_add_matrix_product(x + first, strips, y + start, rows, inputs, outputs)
      }
    }
  }
}
