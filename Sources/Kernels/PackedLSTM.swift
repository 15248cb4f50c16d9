/// One direction of a long short-term memory layer (see `LongShortTermMemory`) over windows of several streams at once: the
/// products of a frame are made for all streams together.
///
/// Frames come with the streams side by side: row i × streams + s is frame i of stream s.
public struct PackedLSTM: Sendable {
  /// The buffers of a call.
  public struct Workspace: Sendable {
    fileprivate var gates = Matrix()

    /// Empty buffers.
    public init() {}
  }

  /// What is carried from frame to frame.
  public struct State: Sendable {
    /// h and c, [streams, hidden].
    public var hidden = Matrix(), cell = Matrix()

    /// No streams.
    public init() {}

    /// Zeros for each stream.
    public mutating func reset(streams: Int, width: Int) {
      hidden.reshape(rows: streams, columns: width)
      cell.reshape(rows: streams, columns: width)
      hidden.fill(with: 0)
      cell.fill(with: 0)
    }
  }

  /// The width of the state.
  public var hidden: Int { recurrence.hidden }
  private let input: PackedLinear
  private let recurrence: LSTMRecurrence

  /// - Parameters:
  ///   - input: [4 × hidden, inputs], the gates in the order i, f, g, o; `bias` is of the gates.
  ///   - recurrent: [4 × hidden, hidden].
  public init(
    input: QuantizedMatrix, recurrent: QuantizedMatrix, bias: [Float], precision: PackedLinear.Precision = .native
  ) {
    precondition(input.values.rows == recurrent.values.rows)
    self.input = PackedLinear(weight: input, bias: bias, precision: precision)
    recurrence = LSTMRecurrence(weights: recurrent.scaled)
  }

  /// Writes h of every frame into `output` from a column on. Frames outside a stream's range leave its state as it is.
  ///
  /// - Parameters:
  ///   - rows: [frames × streams, inputs]; the frames are a multiple of 8.
  ///   - direction: in which the state goes from frame to frame.
  ///   - ranges: the frames of each stream that exist.
  ///   - visit: called with each frame, and the state after it.
  public func apply(
    to rows: Matrix, _ direction: LongShortTermMemory.Direction, ranges: [Range<Int>], state: inout State,
    into output: inout Matrix, column: Int, using workspace: inout Workspace, _ products: inout PackedLinear.Workspace,
    visit: (_ frame: Int, _ state: State) -> Void = { _, _ in }
  ) {
    let streams = ranges.count
    precondition(state.hidden.rows == streams && output.rows == rows.rows && column + hidden <= output.columns)
    workspace.gates.reshape(rows: rows.rows, columns: 4 * hidden)
    input.apply(to: rows, rows: rows.rows, into: &workspace.gates, using: &products)
    let first = ranges.reduce(Int.max) { min($0, $1.lowerBound) }
    let end = ranges.reduce(0) { max($0, $1.upperBound) }
    for step in 0..<max(0, end - first) {
      let frame = direction == .forward ? first + step : end - 1 - step
      let row = frame * streams
      recurrence.add(
        state.hidden.values, from: 0, rows: streams, to: &workspace.gates.values, at: row * 4 * hidden)
      for stream in 0..<streams where ranges[stream].contains(frame) {
        recurrence.update(
          workspace.gates.values, at: (row + stream) * 4 * hidden, cell: &state.cell.values, at: stream * hidden,
          into: &state.hidden.values, at: stream * hidden)
        output.setElements(
          from: (row + stream) * output.columns + column, to: state.hidden, from: stream * hidden, count: hidden)
      }
      visit(frame, state)
    }
  }
}
