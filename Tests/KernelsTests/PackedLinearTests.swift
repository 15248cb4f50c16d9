import Testing

@testable import Kernels

/// A linear map gives the same however its weights lie, and a row the same whatever stands beside it.
struct PackedLinearTests {
  private static func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var state = seed
    return Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(state >> 33)) / Float(1 << 30) - 1
      })
  }

  private static func plain(_ weight: Matrix) -> QuantizedMatrix { QuantizedMatrix(values: weight, scales: nil) }

  private static func apply(
    _ layer: PackedLinear, to input: Matrix, into output: Matrix? = nil, rows: Int? = nil
  ) -> Matrix {
    var workspace = PackedLinear.Workspace()
    var output = output ?? Matrix(rows: input.rows, columns: layer.outputs)
    layer.apply(to: input, rows: rows ?? input.rows, into: &output, using: &workspace)
    return output
  }

  private static func difference(_ a: Matrix, _ b: Matrix) -> Float {
    zip(a.values, b.values).map { ($0 - $1).magnitude }.max() ?? 0
  }

  @Test(arguments: [(384, 1536), (1536, 384), (192, 768), (384, 40), (17, 5)])
  func givesWhatALinearLayerGives(inputs: Int, outputs: Int) {
    let weight = Self.random(rows: outputs, columns: inputs, seed: 1)
    let bias = Self.random(rows: 1, columns: outputs, seed: 2).values
    let input = Self.random(rows: 32, columns: inputs, seed: 3)
    var expected = Matrix()
    Linear(weight: weight, bias: bias, multiplier: .library).apply(to: input, into: &expected)
    for (precision, multiplier) in [
      (PackedLinear.Precision.single, Multiplier.library), (.native, .library), (.single, .loop), (.native, .loop),
    ] {
      let layer = PackedLinear(weight: Self.plain(weight), bias: bias, precision: precision, multiplier: multiplier)
      let error = Self.difference(Self.apply(layer, to: input), expected)
      #expect(error < (precision == .single || multiplier == .loop ? 1e-4 : 0.01 * Float(inputs).squareRoot()))
    }
  }

  /// What stands in the output before is overwritten, or added to.
  @Test(arguments: [1, 2, 3, 4, 7, 31]) func aLinearLayerIsTheSameByEitherMultiplier(rows: Int) {
    let weight = Self.random(rows: 200, columns: 96, seed: 11)
    let input = Self.random(rows: rows, columns: 96, seed: 12)
    for bias in [nil, Self.random(rows: 1, columns: 200, seed: 13).values] {
      let layers = Multiplier.allCases.map { Linear(weight: weight, bias: bias, multiplier: $0) }
      var outputs = layers.map { _ in Self.random(rows: rows, columns: 200, seed: 14) }
      for index in layers.indices { layers[index].apply(to: input, into: &outputs[index]) }
      #expect(Self.difference(outputs[0], outputs[1]) < 1e-4)
      for index in layers.indices { layers[index].add(of: input, to: &outputs[index]) }
      #expect(Self.difference(outputs[0], outputs[1]) < 1e-4)
    }
  }

  @Test(arguments: Multiplier.allCases) func wholeNumbersWithScalesAreExact(multiplier: Multiplier) {
    let whole = Self.random(rows: 48, columns: 64, seed: 4)
    let weight = Matrix(rows: 48, columns: 64, values: whole.values.map { ($0 * 127).rounded() })
    // Inputs that brain floats hold exactly too: everything but the scales is a sum of whole numbers.
    let input = Matrix(
      rows: 16, columns: 64,
      values: Self.random(rows: 16, columns: 64, seed: 5).values.map { ($0 * 100).rounded() })
    let scales = (0..<48).map { Float(1 << ($0 % 5)) / 64 }
    let bias = (0..<48).map { Float($0) }
    let output = Self.apply(
      PackedLinear(weight: QuantizedMatrix(values: weight, scales: scales), bias: bias, multiplier: multiplier),
      to: input)
    for row in 0..<16 {
      for column in 0..<48 {
        let sum = (0..<64).reduce(Float(0)) { $0 + input[row, $1] * weight[column, $1] }
        #expect(output[row, column] == sum * scales[column] + bias[column])
      }
    }
  }

  /// To the last bit where the processor multiplies brain floats; elsewhere oneDNN sums in an order that depends on the rows.
  @Test(arguments: Multiplier.allCases) func aRowIsTheSameInEveryTile(multiplier: Multiplier) {
    let weight = Self.random(rows: 768, columns: 192, seed: 6)
    let layer = PackedLinear(weight: Self.plain(weight), bias: nil, multiplier: multiplier)
    let input = Self.random(rows: 64, columns: 192, seed: 7)
    let whole = Self.apply(layer, to: input)
    for rows in [8, 16, 24, 40, 56] {
      let part = Self.apply(layer, to: input, rows: rows)
      let most = zip(part.values.prefix(rows * 768), whole.values).map { abs($0 - $1) }.max()
      #expect(most ?? 1 < (multiplier == .loop ? .leastNonzeroMagnitude : 1e-4), "\(String(describing: most))")
    }
  }

  @Test(arguments: Multiplier.allCases) func epiloguesActivateAndAdd(multiplier: Multiplier) {
    let weight = Self.random(rows: 32, columns: 16, seed: 8)
    let input = Self.random(rows: 16, columns: 16, seed: 9)
    let plain = Self.apply(PackedLinear(weight: Self.plain(weight), bias: nil, multiplier: multiplier), to: input)
    var activated = plain
    activated.applyGELU()
    let gelu = Self.apply(
      PackedLinear(weight: Self.plain(weight), bias: nil, epilogue: .gelu, multiplier: multiplier), to: input)
    #expect(Self.difference(gelu, activated) < 1e-4)
    let before = Self.random(rows: 16, columns: 32, seed: 10)
    let sum = Self.apply(
      PackedLinear(weight: Self.plain(weight), bias: nil, epilogue: .sum, multiplier: multiplier), to: input,
      into: before)
    var expected = before
    expected.addRows(of: plain)
    #expect(Self.difference(sum, expected) < 1e-4)
  }
}
