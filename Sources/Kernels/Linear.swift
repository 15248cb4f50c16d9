/// An affine map of each row: y = x Wᵀ + b, with W stored as PyTorch does, [outputs, inputs].
public struct Linear: Sendable {
  /// [outputs, inputs].
  public let weight: Matrix
  /// One value for each output; nil is no bias.
  public let bias: [Float]?

  /// - Precondition: a bias has as many values as `weight` has rows.
  public init(weight: Matrix, bias: [Float]?) {
    precondition(bias.map { $0.count == weight.rows } ?? true)
    self.weight = weight
    self.bias = bias
  }

  /// y = x Wᵀ + b: [T, inputs] to [T, outputs].
  public func apply(to input: Matrix, into output: inout Matrix) {
    output.reshape(rows: input.rows, columns: weight.rows)
    guard let bias else { return multiply(input, into: &output, keep: 0) }
    output.fillRows(with: bias)
    multiply(input, into: &output, keep: 1)
  }

  /// y += x Wᵀ + b: the end of a residual branch.
  public func add(of input: Matrix, to output: inout Matrix) {
    precondition(output.rows == input.rows && output.columns == weight.rows)
    if let bias { output.addToRows(bias) }
    multiply(input, into: &output, keep: 1)
  }

  /// The map of some of the inputs, with the bias or without: parts of the inputs add up to the whole map.
  public func part(inputs: Range<Int>, bias keepsBias: Bool) -> Linear {
    precondition(inputs.lowerBound >= 0 && inputs.upperBound <= weight.columns)
    let values = (0..<weight.rows).flatMap { row in
      weight.values[row * weight.columns..<(row + 1) * weight.columns].dropFirst(inputs.lowerBound).prefix(inputs.count)
    }
    return Linear(
      weight: Matrix(rows: weight.rows, columns: inputs.count, values: values), bias: keepsBias ? bias : nil)
  }

  private func multiply(_ input: Matrix, into output: inout Matrix, keep: Float) {
    precondition(input.columns == weight.columns)
    BLAS.multiply(
      .init(rows: input.rows, columns: weight.rows, inner: weight.columns),
      .init(values: input.values, stride: input.columns), .init(values: weight.values, stride: weight.columns),
      transposed: true, into: &output.values, stride: output.columns, keep: keep)
  }
}
