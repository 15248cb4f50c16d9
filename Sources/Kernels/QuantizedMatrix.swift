/// Weights as a file has them: numbers, and where they are whole numbers of 8 bits a scale for each row.
public struct QuantizedMatrix: Sendable {
  /// [outputs, inputs], before the scales.
  public let values: Matrix
  /// What each row is to be multiplied by; nil for one.
  public let scales: [Float]?

  /// - Precondition: as many scales as rows.
  public init(values: Matrix, scales: [Float]?) {
    precondition(scales.map { $0.count == values.rows } ?? true)
    self.values = values
    self.scales = scales
  }

  /// The weights that are meant: each row by its scale.
  var scaled: Matrix {
    guard let scales else { return values }
    var scaled = values
    for row in 0..<values.rows {
      for column in 0..<values.columns { scaled[row, column] *= scales[row] }
    }
    return scaled
  }

  /// Both matrices, this one's rows first.
  ///
  /// - Precondition: both have the same columns, and both have scales or neither.
  public func above(_ other: QuantizedMatrix) -> QuantizedMatrix {
    var joined = values
    joined.append(other.values, rows: 0..<other.values.rows)
    precondition((scales == nil) == (other.scales == nil))
    return QuantizedMatrix(values: joined, scales: scales.flatMap { scales in other.scales.map { scales + $0 } })
  }

  /// Some of the columns.
  public func columns(_ range: Range<Int>) -> QuantizedMatrix {
    var part = Matrix(rows: values.rows, columns: range.count)
    for row in 0..<values.rows {
      for column in range { part[row, column - range.lowerBound] = values[row, column] }
    }
    return QuantizedMatrix(values: part, scales: scales)
  }
}

extension SafeTensors {
  /// A matrix in F32 or F16, or in I8 with scales under `name` and `_scale`.
  public func quantized(_ name: String, rows: Int, columns: Int) throws(SafeTensorsError) -> QuantizedMatrix {
    QuantizedMatrix(
      values: try matrix(name, rows: rows, columns: columns), scales: try scales(of: name, outputs: rows))
  }

  /// The weights of a convolution, [outputs, inputs, kernel] in the file, for products with `kernel` input frames side by
  /// side: [outputs, kernel × inputs].
  public func quantizedConvolution(
    _ name: String, outputs: Int, inputs: Int, kernel: Int
  ) throws(SafeTensorsError) -> QuantizedMatrix {
    let weight = try values(name, shape: [outputs, inputs, kernel])
    var taps = Matrix(rows: outputs, columns: kernel * inputs)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<kernel {
          taps[output, tap * inputs + input] = weight[(output * inputs + input) * kernel + tap]
        }
      }
    }
    return QuantizedMatrix(values: taps, scales: try scales(of: name, outputs: outputs))
  }

  /// The scales of a tensor's outputs; nil where it has none.
  func scales(of name: String, outputs: Int) throws(SafeTensorsError) -> [Float]? {
    guard isQuantized(name) else { return nil }
    return try values(name + "_scale", shape: [outputs])
  }
}
