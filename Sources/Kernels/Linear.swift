/// An affine map of each row: y = x Wᵀ + b, with W stored as PyTorch does, [outputs, inputs].
public struct Linear: Sendable {
  /// [outputs, inputs].
  public let weight: Matrix
  /// One value for each output; nil is no bias.
  public let bias: [Float]?
  /// W once more, where our own loop multiplies.
  private let strips: StripWeights?

  /// - Precondition: a bias has as many values as `weight` has rows.
  public init(weight: Matrix, bias: [Float]?) { self.init(weight: weight, bias: bias, multiplier: .native) }

  init(weight: Matrix, bias: [Float]?, multiplier: Multiplier) {
    precondition(bias.map { $0.count == weight.rows } ?? true)
    self.weight = weight
    self.bias = bias
    strips = multiplier == .loop ? StripWeights(weight) : nil
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
    if let strips {
      if keep == 0 { output.fillRows(0..<output.rows, with: 0) }
      return strips.add(input.values, from: 0, rows: input.rows, to: &output.values, at: 0)
    }
    BLAS.multiply(
      .init(rows: input.rows, columns: weight.rows, inner: weight.columns),
      .init(values: input.values, stride: input.columns), .init(values: weight.values, stride: weight.columns),
      transposed: true, into: &output.values, stride: output.columns, keep: keep)
  }
}
