/// One direction of a long short-term memory layer (Hochreiter and Schmidhuber, 1997) with PyTorch's gates:
///
///     i, f, g, o = σ, σ, tanh, σ of (W x_t + U h_(t-1) + b)
///     c_t = f c_(t-1) + i g        h_t = o tanh c_t
///
/// The products with the inputs are made for all frames at once; those with the state, frame by frame.
public struct LongShortTermMemory: Sendable {
  /// The direction of time.
  public enum Direction: Sendable {
    /// From the first frame to the last.
    case forward
    /// From the last frame to the first.
    case backward
  }

  /// The buffers of a call; reused, they grow to the longest input that was seen.
  public struct Workspace: Sendable {
    /// [T, 4 × hidden]: before the state is added, then after.
    var gates = Matrix()
    /// c, [hidden].
    var cell: [Float] = []

    /// Empty buffers.
    public init() {}
  }

  /// The width of the state.
  public var hidden: Int { recurrence.hidden }
  private let input: Linear
  private let recurrence: LSTMRecurrence

  /// - Parameters:
  ///   - input: [4 × hidden, inputs] and the sum of PyTorch's two biases; the gates in the order i, f, g, o.
  ///   - recurrent: [4 × hidden, hidden].
  public init(input: Linear, recurrent: Matrix) {
    precondition(input.weight.rows == recurrent.rows)
    self.input = input
    recurrence = LSTMRecurrence(weights: recurrent)
  }

  /// Writes h of every frame, [T, hidden], into `output` from column `column` on.
  ///
  /// - Precondition: `output` has as many rows as `frames`, and room for the columns.
  func apply(
    to frames: Matrix, into output: inout Matrix, column: Int, _ direction: Direction, using workspace: inout Workspace
  ) {
    precondition(output.rows == frames.rows && column + hidden <= output.columns)
    input.apply(to: frames, into: &workspace.gates)
    workspace.cell.removeAll(keepingCapacity: true)
    workspace.cell.append(contentsOf: repeatElement(0, count: hidden))
    var previous: Int?
    for step in 0..<frames.rows {
      let frame = direction == .forward ? step : frames.rows - 1 - step
      let state = frame * output.columns + column
      let gates = frame * 4 * hidden
      if let previous {
        recurrence.add(output.values, from: previous, rows: 1, to: &workspace.gates.values, at: gates)
      }
      recurrence.update(
        workspace.gates.values, at: gates, cell: &workspace.cell, at: 0, into: &output.values, at: state)
      previous = state
    }
  }
}
