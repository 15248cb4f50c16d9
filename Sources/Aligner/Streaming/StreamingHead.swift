import Kernels

/// The phone head (see `PhoneHead`), chunk by chunk: it hears `ahead` frames more than it says. Its forward memories are
/// carried from step to step; its backward ones begin at the last frame that it hears.
struct StreamingHead: Sendable {
  /// The buffers of a call. Where streams stand side by side, row i × streams + s is frame i of stream s.
  struct Workspace: Sendable {
    fileprivate var normal = Matrix()
    fileprivate var part = Matrix()
    /// Sums of parts, [streams × (chunk + 2 ahead), 256].
    fileprivate var sums = Matrix()
    fileprivate var fresh = Matrix()
    fileprivate var window = Matrix()
    fileprivate var neighbours = Matrix()
    fileprivate var frames = Matrix()
    fileprivate var between = Matrix()
    fileprivate var memories = Matrix()
    fileprivate var output = Matrix()
    fileprivate var state = PackedLSTM.State()
    fileprivate var lstm = PackedLSTM.Workspace()
    fileprivate var existing: [Range<Int>] = []
  }

  private struct Layer {
    let forward: PackedLSTM
    let backward: PackedLSTM
  }

  private let geometry: StreamGeometry
  private let blockNorm = LayerNorm(columns: StreamingModel.size.width)
  private let input: [PackedLinear]
  private let convolution: DepthwiseConvolution
  private let norm: LayerNorm
  private let layers: [Layer]
  private let output: PackedLinear

  init(
    _ tensors: SafeTensors, geometry: StreamGeometry, precision: PackedLinear.Precision
  ) throws(SafeTensorsError) {
    self.geometry = geometry
    let (width, inner, hidden) = (StreamingModel.size.width, PhoneHead.inner, PhoneHead.hidden)
    let count = StreamingModel.size.heard.count
    let whole = try tensors.quantized("head.input.weight", rows: inner, columns: count * width)
    let bias = try tensors.values("head.input.bias", shape: [inner])
    input = (0..<count).map { index in
      PackedLinear(
        weight: whole.columns(index * width..<(index + 1) * width), bias: index == 0 ? bias : nil,
        precision: precision)
    }
    convolution = try tensors.depthwiseConvolution("head.conv", channels: inner, kernel: PhoneHead.kernel)
    norm = try tensors.layerNorm("head.norm", columns: inner)
    func direction(_ prefix: String, inputs: Int) throws(SafeTensorsError) -> PackedLSTM {
      PackedLSTM(
        input: try tensors.quantized(prefix + ".weight_ih", rows: 4 * hidden, columns: inputs),
        recurrent: try tensors.quantized(prefix + ".weight_hh", rows: 4 * hidden, columns: hidden),
        bias: try tensors.values(prefix + ".bias", shape: [4 * hidden]), precision: precision)
    }
    var layers: [Layer] = []
    for (prefix, inputs) in [("head.lstm1", inner), ("head.lstm2", 2 * hidden)] {
      layers.append(
        Layer(
          forward: try direction(prefix + ".ahead", inputs: inputs),
          backward: try direction(prefix + ".back", inputs: inputs)))
    }
    self.layers = layers
    output = PackedLinear(
      weight: try tensors.quantized(
        "head.output.weight", rows: PhonePosteriors.columns, columns: HeardSound.width),
      bias: try tensors.values("head.output.bias", shape: [PhonePosteriors.columns]), precision: precision)
  }

  /// Takes in what a block answered, [streams × chunk, 384]; nil where it has nothing more to say. The blocks come in
  /// order.
  func take(
    _ answers: Matrix?, ofBlock block: Int, _ steps: [StreamStep], using workspace: inout Workspace,
    _ products: inout PackedLinear.Workspace
  ) {
    guard StreamingModel.size.heard.contains(block) else { return }
    let (chunk, width) = (geometry.chunk, PhoneHead.inner)
    let index = block - StreamingModel.size.heard.lowerBound
    let height = chunk + 2 * geometry.ahead
    if index == 0 {
      workspace.sums.reshape(rows: steps.count * height, columns: width)
      for (place, step) in steps.enumerated() {
        workspace.sums.setElements(from: place * height * width, to: step.stream.memory.parts)
      }
    }
    guard let answers else { return }
    blockNorm.apply(to: answers, into: &workspace.normal)
    workspace.part.reshape(rows: answers.rows, columns: width)
    input[index].apply(to: workspace.normal, rows: answers.rows, into: &workspace.part, using: &products)
    // The first block is ahead of the last by twice the look-ahead.
    let row = (StreamingModel.size.heard.count - 1 - index) * geometry.ahead
    for place in steps.indices {
      let part = place * chunk..<(place + 1) * chunk
      if index == 0 {
        workspace.sums.setRows(from: place * height + row, to: workspace.part, part)
      } else {
        workspace.sums.addRows(from: place * height + row, workspace.part, part)
      }
    }
  }

  /// Says what can be said.
  ///
  /// - Parameter say: called for each frame, those of a stream in order, with the stream's place, the log-probabilities
  ///   [40], and what the LSTM layers remember [384].
  func finish(
    _ steps: [StreamStep], using workspace: inout Workspace, _ products: inout PackedLinear.Workspace,
    say: (Int, Span<Float>, Span<Float>) -> Void
  ) {
    collect(steps, &workspace)
    let (chunk, height) = (geometry.chunk, geometry.chunk + geometry.ahead)
    workspace.existing.removeAll(keepingCapacity: true)
    for step in steps {
      let existing = step.existing(of: height, from: step.end - geometry.delay - chunk)
      // Where nothing can be said yet, or any more, nothing is carried on.
      workspace.existing.append(existing.lowerBound < chunk ? existing : 0..<0)
    }
    guard workspace.existing.contains(where: { !$0.isEmpty }) else { return }
    for (number, layer) in layers.enumerated() {
      workspace.memories.reshape(rows: workspace.frames.rows, columns: HeardSound.width)
      remember(layer, number, steps, &workspace, &products)
      swap(&workspace.frames, &workspace.memories)
    }
    workspace.output.reshape(rows: steps.count * chunk, columns: PhonePosteriors.columns)
    output.apply(to: workspace.frames, rows: steps.count * chunk, into: &workspace.output, using: &products)
    workspace.output.applyLogSoftmax()
    for place in steps.indices {
      for frame in workspace.existing[place].clamped(to: 0..<chunk) {
        let row = frame * steps.count + place
        let (output, memories) = (workspace.output.range(ofRow: row), workspace.frames.range(ofRow: row))
        say(
          place, workspace.output.values.span.extracting(output), workspace.frames.values.span.extracting(memories))
      }
    }
  }

  /// The frames of each stream's window after the convolution, side by side.
  private func collect(_ steps: [StreamStep], _ workspace: inout Workspace) {
    let (chunk, ahead, width) = (geometry.chunk, geometry.ahead, PhoneHead.inner)
    let (height, context) = (chunk + ahead, PhoneHead.kernel / 2)
    workspace.frames.reshape(rows: steps.count * height, columns: width)
    workspace.between.reshape(rows: steps.count * height, columns: width)
    for (place, step) in steps.enumerated() {
      complete(step, place, &workspace)
      workspace.window.reshape(rows: context + height, columns: width)
      let inner = step.stream.memory.inner
      workspace.window.setElements(from: 0, to: inner)
      workspace.window.setRows(from: ahead + context, to: workspace.fresh, 0..<chunk)
      workspace.window.copyElements(from: chunk * width, to: inner)
      convolution.apply(to: workspace.window, into: &workspace.neighbours)
      workspace.neighbours.addRows(of: workspace.window)
      for frame in 0..<height {
        let row = context + frame
        workspace.between.setRows(from: frame * steps.count + place, to: workspace.neighbours, row..<row + 1)
      }
    }
    norm.apply(to: workspace.between, into: &workspace.frames)
  }

  /// A stream's new frames after the first layer, those that do not exist zero; what is not complete is kept.
  private func complete(_ step: StreamStep, _ place: Int, _ workspace: inout Workspace) {
    let (chunk, ahead, width) = (geometry.chunk, geometry.ahead, PhoneHead.inner)
    let row = place * (chunk + 2 * ahead)
    workspace.fresh.reshape(rows: chunk, columns: width)
    workspace.fresh.setRows(from: 0, to: workspace.sums, row..<row + chunk)
    workspace.sums.copyElements(from: (row + chunk) * width, to: step.stream.memory.parts)
    workspace.fresh.applyGELU()
    let last = StreamingModel.size.blockCount - 1
    let existing = step.existing(of: chunk, from: step.end - geometry.behind(last) - chunk)
    workspace.fresh.fillRows(0..<existing.lowerBound, with: 0)
    workspace.fresh.fillRows(existing.upperBound..<chunk, with: 0)
  }

  /// One layer: from `frames` to `memories`.
  private func remember(
    _ layer: Layer, _ number: Int, _ steps: [StreamStep], _ workspace: inout Workspace,
    _ products: inout PackedLinear.Workspace
  ) {
    let (chunk, hidden) = (geometry.chunk, PhoneHead.hidden)
    let existing = workspace.existing
    workspace.state.reset(streams: steps.count, width: hidden)
    for (place, step) in steps.enumerated() {
      workspace.state.load(
        place, step.stream.memory.carried(layer: number, 0), step.stream.memory.carried(layer: number, 1))
    }
    layer.forward.apply(
      to: workspace.frames, .forward, ranges: existing, state: &workspace.state, into: &workspace.memories,
      column: 0, using: &workspace.lstm, &products
    ) { frame, state in
      guard frame < chunk else { return }
      for (place, step) in steps.enumerated() where existing[place].contains(frame) {
        state.store(
          place, step.stream.memory.carried(layer: number, 0), step.stream.memory.carried(layer: number, 1))
      }
    }
    workspace.state.reset(streams: steps.count, width: hidden)
    layer.backward.apply(
      to: workspace.frames, .backward, ranges: existing, state: &workspace.state,
      into: &workspace.memories, column: hidden, using: &workspace.lstm, &products)
  }
}

extension PackedLSTM.State {
  fileprivate mutating func load(
    _ stream: Int, _ h: UnsafeMutableBufferPointer<Float>, _ c: UnsafeMutableBufferPointer<Float>
  ) {
    for unit in h.indices {
      hidden[stream, unit] = h[unit]
      cell[stream, unit] = c[unit]
    }
  }

  fileprivate func store(
    _ stream: Int, _ h: UnsafeMutableBufferPointer<Float>, _ c: UnsafeMutableBufferPointer<Float>
  ) {
    for unit in h.indices {
      h[unit] = hidden[stream, unit]
      c[unit] = cell[stream, unit]
    }
  }
}
