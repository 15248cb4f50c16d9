import Kernels

/// A block of the encoder (see `TransformerBlock`), chunk by chunk, with the keys and values of what came before.
struct StreamingBlock: Sendable {
  /// The buffers of a call.
  struct Workspace: Sendable {
    /// The blocks' input, then their output, [streams × chunk, 384].
    var residual = Matrix()
    fileprivate var answers = Matrix()
    fileprivate var normal = Matrix()
    fileprivate var memories = Matrix()
    fileprivate var queries = Matrix()
    fileprivate var keys = Matrix()
    fileprivate var values = Matrix()
    fileprivate var context = Matrix()
    fileprivate var inner = Matrix()
    fileprivate var attention = CachedAttention.Workspace()
  }

  private let index: Int
  private let geometry: StreamGeometry
  private let attentionNorm: LayerNorm
  private let query: PackedLinear
  /// Keys, then values.
  private let memories: PackedLinear
  private let attention = CachedAttention(heads: StreamingModel.size.heads)
  private let out: PackedLinear
  private let feedForwardNorm: LayerNorm
  private let expand: PackedLinear
  private let contract: PackedLinear

  init(
    _ tensors: SafeTensors, block index: Int, geometry: StreamGeometry, precision: PackedLinear.Precision
  ) throws(SafeTensorsError) {
    self.index = index
    self.geometry = geometry
    let (prefix, width, inner) = ("encoder.blocks.\(index)", StreamingModel.size.width, StreamingModel.size.inner)
    func weight(_ name: String, _ inputs: Int, _ outputs: Int) throws(SafeTensorsError) -> QuantizedMatrix {
      try tensors.quantized("\(prefix).\(name).weight", rows: outputs, columns: inputs)
    }
    func bias(_ name: String, _ outputs: Int) throws(SafeTensorsError) -> [Float] {
      try tensors.values("\(prefix).\(name).bias", shape: [outputs])
    }
    attentionNorm = try tensors.layerNorm(prefix + ".attn_ln", columns: width)
    query = PackedLinear(
      weight: try weight("attn.query", width, width), bias: try bias("attn.query", width), precision: precision)
    memories = PackedLinear(
      weight: try weight("attn.key", width, width).above(try weight("attn.value", width, width)),
      bias: [Float](repeating: 0, count: width) + (try bias("attn.value", width)), precision: precision)
    out = PackedLinear(
      weight: try weight("attn.out", width, width), bias: try bias("attn.out", width), epilogue: .sum,
      precision: precision)
    feedForwardNorm = try tensors.layerNorm(prefix + ".mlp_ln", columns: width)
    expand = PackedLinear(
      weight: try weight("mlp.0", width, inner), bias: try bias("mlp.0", inner), epilogue: .gelu, precision: precision)
    contract = PackedLinear(
      weight: try weight("mlp.2", inner, width), bias: try bias("mlp.2", width), epilogue: .sum, precision: precision)
  }

  /// Changes `workspace.residual` from the block's input to its output, `ahead` frames later.
  func apply(
    to steps: [StreamStep], using workspace: inout Workspace, _ products: inout PackedLinear.Workspace
  ) {
    let (rows, width) = (steps.count * geometry.chunk, StreamingModel.size.width)
    attentionNorm.apply(to: workspace.residual, into: &workspace.normal)
    workspace.memories.reshape(rows: rows, columns: 2 * width)
    memories.apply(to: workspace.normal, rows: rows, into: &workspace.memories, using: &products)
    workspace.answers.reshape(rows: rows, columns: width)
    for (place, step) in steps.enumerated() { wait(step, place, &workspace) }
    attentionNorm.apply(to: workspace.answers, into: &workspace.normal)
    workspace.queries.reshape(rows: rows, columns: width)
    workspace.context.reshape(rows: rows, columns: width)
    query.apply(to: workspace.normal, rows: rows, into: &workspace.queries, using: &products)
    for (place, step) in steps.enumerated() { attend(step, place, &workspace) }
    out.apply(to: workspace.context, rows: rows, into: &workspace.answers, using: &products)
    feedForwardNorm.apply(to: workspace.answers, into: &workspace.normal)
    workspace.inner.reshape(rows: rows, columns: StreamingModel.size.inner)
    expand.apply(to: workspace.normal, rows: rows, into: &workspace.inner, using: &products)
    contract.apply(to: workspace.inner, rows: rows, into: &workspace.answers, using: &products)
    swap(&workspace.answers, &workspace.residual)
  }

  /// What is answered in this step: what waited, and the beginning of the new; the rest of that waits.
  private func wait(_ step: StreamStep, _ place: Int, _ workspace: inout Workspace) {
    let (chunk, width) = (geometry.chunk, StreamingModel.size.width)
    let waiting = step.stream.memory.waiting(index)
    let (start, fresh) = (place * chunk * width, chunk * width - waiting.count)
    workspace.answers.setElements(from: start, to: waiting)
    workspace.answers.setElements(from: start + waiting.count, to: workspace.residual, from: start, count: fresh)
    workspace.residual.copyElements(from: start + fresh, to: waiting)
  }

  private func attend(_ step: StreamStep, _ place: Int, _ workspace: inout Workspace) {
    let (chunk, count, width) = (geometry.chunk, geometry.keys, StreamingModel.size.width)
    let visible = step.existing(of: count, from: step.end - geometry.behind(index - 1) - count)
    recall(step.stream.memory.keys(index), place, column: 0, workspace.memories, into: &workspace.keys)
    recall(step.stream.memory.values(index), place, column: width, workspace.memories, into: &workspace.values)
    attention.attend(
      workspace.queries, rows: place * chunk..<(place + 1) * chunk, to: workspace.keys, workspace.values,
      visible: visible, into: &workspace.context, using: &workspace.attention)
  }

  /// Puts what is remembered and what is new together, and remembers the last of it.
  private func recall(
    _ remembered: UnsafeMutableBufferPointer<UInt16>, _ place: Int, column: Int, _ fresh: Matrix,
    into target: inout Matrix
  ) {
    let (chunk, width) = (geometry.chunk, StreamingModel.size.width)
    target.reshape(rows: geometry.keys, columns: width)
    target.setElements(from: 0, to: remembered)
    for row in 0..<chunk {
      target.setElements(
        from: remembered.count + row * width, to: fresh, from: (place * chunk + row) * 2 * width + column, count: width)
    }
    // What was rounded once is rounded to itself.
    target.copyElements(from: chunk * width, to: remembered)
  }
}
