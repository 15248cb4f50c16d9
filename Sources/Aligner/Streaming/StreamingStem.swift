import Kernels
import Spectrum

/// The convolutions in front of the encoder, chunk by chunk: log-mel frames to half as many rows of 384.
struct StreamingStem: Sendable {
  /// The buffers of a call.
  struct Workspace: Sendable {
    fileprivate var neighbours = Matrix()
    fileprivate var first = Matrix()
    fileprivate var pairs = Matrix()
  }

  private let geometry: StreamGeometry
  private let first: PackedLinear
  private let second: PackedLinear
  private let positions: Matrix

  init(
    _ tensors: SafeTensors, geometry: StreamGeometry, precision: PackedLinear.Precision
  ) throws(SafeTensorsError) {
    let (bands, width) = (LogMelSpectrogram.bands, StreamingModel.size.width)
    self.geometry = geometry
    first = PackedLinear(
      weight: try tensors.quantizedConvolution("encoder.conv1.weight", outputs: width, inputs: bands, kernel: 3),
      bias: try tensors.values("encoder.conv1.bias", shape: [width]), epilogue: .gelu, precision: precision)
    second = PackedLinear(
      weight: try tensors.quantizedConvolution("encoder.conv2.weight", outputs: width, inputs: width, kernel: 3),
      bias: try tensors.values("encoder.conv2.bias", shape: [width]), epilogue: .gelu, precision: precision)
    positions = .sinusoids(rows: AudioEncoder.maximumFrames, columns: width)
  }

  /// Writes the chunk of each stream into `output`, one below another, [streams × chunk, 384], and forgets its log-mel
  /// frames.
  func apply(
    to steps: [StreamStep], into output: inout Matrix, using workspace: inout Workspace,
    _ products: inout PackedLinear.Workspace
  ) {
    let chunk = geometry.chunk
    let rows = steps.count * (2 * chunk + 1)
    workspace.neighbours.reshape(rows: rows.rounded(up: 8), columns: 3 * LogMelSpectrogram.bands)
    workspace.first.reshape(rows: rows.rounded(up: 8), columns: StreamingModel.size.width)
    workspace.pairs.reshape(rows: steps.count * chunk, columns: 3 * StreamingModel.size.width)
    for (index, step) in steps.enumerated() { gather(step, index, &workspace) }
    first.apply(to: workspace.neighbours, rows: workspace.neighbours.rows, into: &workspace.first, using: &products)
    for (index, step) in steps.enumerated() { pair(step, index, &workspace) }
    second.apply(to: workspace.pairs, rows: workspace.pairs.rows, into: &output, using: &products)
    for (index, step) in steps.enumerated() {
      place(step, index, &output)
      step.stream.forgetMel(2 * chunk)
    }
  }

  /// Each log-mel frame from one before the chunk to its last, between its neighbours.
  private func gather(_ step: StreamStep, _ index: Int, _ workspace: inout Workspace) {
    let (bands, rows) = (LogMelSpectrogram.bands, 2 * geometry.chunk + 1)
    let mel = step.stream.memory.mel
    let known = step.stream.melCount * bands
    workspace.neighbours.withValues { target in
      for row in 0..<rows {
        let start = (index * rows + row) * 3 * bands
        for offset in 0..<3 * bands {
          let source = row * bands + offset
          target[start + offset] = source < known ? mel[source] : 0
        }
      }
    }
  }

  /// Of those the outputs that the second convolution sees: zeros, not answers to zeros, outside the stream.
  private func pair(_ step: StreamStep, _ index: Int, _ workspace: inout Workspace) {
    let (chunk, width) = (geometry.chunk, StreamingModel.size.width)
    let rows = 2 * chunk + 1
    let base = index * rows
    if step.end == chunk { workspace.first.fillRows(base..<base + 1, with: 0) }
    let known = min(rows, max(0, step.stream.melCount - 1))
    workspace.first.fillRows(base + known..<base + rows, with: 0)
    for row in 0..<chunk {
      workspace.pairs.setElements(
        from: (index * chunk + row) * 3 * width, to: workspace.first, from: (base + 2 * row) * width, count: 3 * width)
    }
  }

  /// Adds where the frames stand: a stream is as long as it likes, and its positions come round.
  private func place(_ step: StreamStep, _ index: Int, _ output: inout Matrix) {
    let (chunk, width) = (geometry.chunk, StreamingModel.size.width)
    let positions = positions
    output.withValues { target in
      for row in 0..<chunk {
        let position = (step.stream.first + step.end - chunk + row) % AudioEncoder.maximumFrames
        let start = (index * chunk + row) * width
        for column in 0..<width { target[start + column] += positions[position, column] }
      }
    }
  }
}

extension Int {
  /// The least multiple of `unit` that is not less.
  func rounded(up unit: Int) -> Int { (self + unit - 1) / unit * unit }
}
