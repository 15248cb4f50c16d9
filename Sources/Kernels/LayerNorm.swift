/// Brings each row to mean 0 and variance 1, then scales and shifts each column (Ba, Kiros and Hinton, 2016).
public struct LayerNorm: Sendable {
  /// What PyTorch and Whisper add to the variance.
  public static let epsilon: Float = 1e-5

  private let weight: [Float]
  private let bias: [Float]

  /// - Precondition: as many weights as biases: the columns.
  public init(weight: [Float], bias: [Float]) {
    precondition(weight.count == bias.count && !weight.isEmpty)
    self.weight = weight
    self.bias = bias
  }

  /// The norm alone, without a scale and a shift of its own.
  public init(columns: Int) {
    self.init(weight: [Float](repeating: 1, count: columns), bias: [Float](repeating: 0, count: columns))
  }

  /// [T, columns] to the same shape.
  public func apply(to input: Matrix, into output: inout Matrix) {
    precondition(input.columns == weight.count)
    output.reshape(rows: input.rows, columns: input.columns)
    let (source, weight, bias) = (input.values.span, weight.span, bias.span)
    var target = output.values.mutableSpan
    for row in 0..<input.rows {
      let range = input.range(ofRow: row)
      let mean = source.sum(in: range) / Float(weight.count)
      let variance = source.squaredDeviations(in: range, from: mean) / Float(weight.count)
      let scale = 1 / (variance + Self.epsilon).squareRoot()
      for column in weight.indices {
        let index = range.lowerBound + column
        target[index] = (source[index] - mean) * scale * weight[column] + bias[column]
      }
    }
  }
}
