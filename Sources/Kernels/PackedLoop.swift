import CVectors

/// The products of `PackedLinear` by our own loop, in single precision.
struct PackedLoop: Sendable {
  let weights: StripWeights
  let bias: [Float]?
  let epilogue: PackedLinear.Epilogue

  /// Maps rows of the input, from `offset` on, to rows of the output, from `target` on.
  func apply(to input: Matrix, rows: Int, from offset: Int, into output: inout Matrix, at target: Int) {
    let targets = target..<target + rows
    if epilogue != .sum { output.fillRows(targets, with: 0) }
    if let bias {
      for row in targets {
        for column in bias.indices { output[row, column] += bias[column] }
      }
    }
    let start = target * output.columns
    weights.add(input.values, from: offset * input.columns, rows: rows, to: &output.values, at: start)
    guard epilogue == .gelu else { return }
    let count = rows * output.columns
    output.values.withUnsafeMutableBufferPointer { values in
      if let first = values.baseAddress { attune_gelu(first + start, count) }
    }
  }
}
