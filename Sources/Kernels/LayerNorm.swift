import CVectors

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
    let columns = weight.count
    input.values.withUnsafeBufferPointer { source in
      output.values.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for start in stride(from: 0, to: input.rows * columns, by: columns) {
          attune_layer_norm(source + start, weight, bias, Self.epsilon, target + start, columns)
        }
      }
    }
  }
}
