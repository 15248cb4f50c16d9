import Testing

@testable import Kernels

/// Every layer computes what PyTorch computes.
@Suite struct LayerTests {
  private let golden: Golden

  init() throws { golden = try Golden() }

  @Test func linear() throws {
    let layer = try golden.linear("linear")
    let (input, expected) = try (golden.matrix("linear.input"), golden.matrix("linear.output"))
    var output = Matrix()
    layer.apply(to: input, into: &output)
    #expect(distance(output, expected) < 2e-6)
    // Adding doubles what is there already.
    layer.add(of: input, to: &output)
    var twice = expected
    twice.addRows(of: expected)
    #expect(distance(output, twice) < 4e-6)
  }

  @Test func layerNorm() throws {
    let layer = try LayerNorm(weight: golden.values("norm.weight"), bias: golden.values("norm.bias"))
    var output = Matrix()
    layer.apply(to: try golden.matrix("norm.input"), into: &output)
    #expect(distance(output, try golden.matrix("norm.output")) < 1e-5)
  }

  @Test(arguments: [
    ("conv.same", 3, Convolution.Geometry(padding: 1)), ("conv.half", 3, .init(stride: 2, padding: 1)),
    ("conv.wide", 5, .init(stride: 3, padding: 4)),
  ])
  func convolution(name: String, kernel: Int, geometry: Convolution.Geometry) throws {
    let layer = try Convolution(
      weight: golden.values(name + ".weight"), outputs: 7, inputs: 12, kernel: kernel,
      bias: golden.values(name + ".bias"), geometry: geometry)
    var output = Matrix()
    layer.apply(to: try golden.matrix(name + ".input"), into: &output)
    #expect(distance(output, try golden.matrix(name + ".output")) < 2e-6)
  }

  /// Frames far from the end do not know how long the input is, down to inputs shorter than the kernel.
  @Test(arguments: 0...12) func convolutionOfShortInputs(frames: Int) throws {
    let layer = try Convolution(
      weight: golden.values("conv.half.weight"), outputs: 7, inputs: 12, kernel: 3,
      bias: golden.values("conv.half.bias"), geometry: .init(stride: 2, padding: 1))
    var output = Matrix()
    layer.apply(to: try golden.matrix("conv.half.input").prefix(frames), into: &output)
    #expect(output.rows == (frames + 1) / 2)
    let expected = try golden.matrix("conv.half.output")
    #expect(distance(output.prefix(frames / 2), expected.prefix(frames / 2)) < 2e-6)
  }

  @Test func depthwiseConvolution() throws {
    let layer = try DepthwiseConvolution(
      weight: golden.values("depthwise.weight"), kernel: 5, bias: golden.values("depthwise.bias"))
    var output = Matrix()
    layer.apply(to: try golden.matrix("depthwise.input"), into: &output)
    #expect(distance(output, try golden.matrix("depthwise.output")) < 1e-6)
  }

  @Test func attention() throws {
    let layer = try MultiHeadAttention(
      heads: 3, query: golden.linear("attention.query"), key: golden.linear("attention.key"),
      value: golden.linear("attention.value"), out: golden.linear("attention.out"))
    let (input, memory) = try (golden.matrix("attention.input"), golden.matrix("attention.memory"))
    var workspace = MultiHeadAttention.Workspace()
    for (memory, name) in [(input, "attention.self"), (memory, "attention.cross"), (input, "attention.self")] {
      var output = Matrix(rows: input.rows, columns: 12)
      layer.add(of: input, attendingTo: memory, to: &output, using: &workspace)
      #expect(distance(output, try golden.matrix(name)) < 2e-6)
    }
  }

  /// A key of which nobody may take anything might as well not be there.
  @Test func attentionWithABiasAndWithANullKey() throws {
    func layer(null: [Float]?) throws -> MultiHeadAttention {
      try MultiHeadAttention(
        heads: 3, query: golden.linear("attention.query"), key: golden.linear("attention.key"),
        value: golden.linear("attention.value"), out: golden.linear("attention.out"), null: null)
    }
    let (input, memory) = try (golden.matrix("attention.input"), golden.matrix("attention.memory"))
    var workspace = MultiHeadAttention.Workspace()
    func found(
      _ layer: MultiHeadAttention, _ memory: Matrix, bias: MultiHeadAttention.Bias? = nil,
      visit: (Int, Matrix) -> Void = { _, _ in }
    ) -> Matrix {
      var output = Matrix(rows: input.rows, columns: 12)
      layer.add(of: input, attendingTo: memory, bias: bias, to: &output, using: &workspace, visit: visit)
      return output
    }
    let (plain, null) = try (layer(null: nil), layer(null: [Float](repeating: 0.5, count: 12)))
    var closed = Matrix(rows: input.rows, columns: memory.rows)
    for row in 0..<input.rows { closed[row, memory.rows - 1] = -1000 }
    let bias = MultiHeadAttention.Bias(values: closed, scales: [1, 2, 3])
    #expect(distance(found(plain, memory, bias: bias), found(plain, memory.prefix(memory.rows - 1))) < 1e-6)
    #expect(distance(found(null, memory, bias: bias), found(null, memory.prefix(memory.rows - 1))) < 1e-6)
    #expect(distance(found(null, memory), found(plain, memory)) > 1e-3)
    var heads: [Int] = []
    _ = found(null, memory) { head, weights in
      heads.append(head)
      #expect(weights.rows == input.rows && weights.columns == memory.rows + 1)
    }
    #expect(heads == [0, 1, 2])
    // With nothing but the null key, nothing is found: the bias of the last layer is all that is left.
    var nothing = Matrix()
    try golden.linear("attention.out").apply(to: Matrix(rows: input.rows, columns: 12), into: &nothing)
    #expect(distance(found(null, Matrix(rows: 0, columns: memory.columns)), nothing) < 1e-6)
  }

  @Test func bidirectionalLSTM() throws {
    let layer = try BidirectionalLSTM(
      layers: (0..<2).map { layer in
        try .init(forward: memory("_l\(layer)"), backward: memory("_l\(layer)_reverse"))
      })
    var workspace = BidirectionalLSTM.Workspace()
    var output = Matrix()
    for _ in 0..<2 {
      layer.apply(to: try golden.matrix("lstm.input"), into: &output, using: &workspace)
      #expect(distance(output, try golden.matrix("lstm.output")) < 2e-6)
    }
    layer.apply(to: Matrix(rows: 0, columns: 12), into: &output, using: &workspace)
    #expect(output.rows == 0)
  }

  private func memory(_ suffix: String) throws -> LongShortTermMemory {
    let biases = try zip(golden.values("lstm.bias_ih" + suffix), golden.values("lstm.bias_hh" + suffix)).map(+)
    return try LongShortTermMemory(
      input: Linear(weight: golden.matrix("lstm.weight_ih" + suffix), bias: biases),
      recurrent: golden.matrix("lstm.weight_hh" + suffix))
  }

  @Test func softmax() throws {
    var output = try golden.matrix("softmax.input")
    output.applySoftmax()
    #expect(distance(output, try golden.matrix("softmax.output")) < 2e-7)
  }

  @Test func logSoftmax() throws {
    var output = try golden.matrix("softmax.input")
    output.applyLogSoftmax()
    // The smallest is -1e4: the bound is relative to it.
    let expected = try golden.matrix("softmax.log")
    for (value, target) in zip(output.values, expected.values) {
      #expect((value - target).magnitude <= 1e-6 * max(1, target.magnitude))
    }
  }
}
