import CVectors

/// What a long short-term memory does from one frame to the next: its state is added to the sums for its gates, and the gates
/// make the next state. The products of the inputs with their weights stand outside: they are made for all frames at once.
struct LSTMRecurrence: Sendable {
  /// The width of the state.
  let hidden: Int
  /// U, [4 × hidden, hidden].
  private let weights: StripWeights

  /// - Parameter weights: U, [4 × hidden, hidden], the gates in the order i, f, g, o.
  init(weights: Matrix) {
    precondition(weights.rows == 4 * weights.columns)
    hidden = weights.columns
    self.weights = StripWeights(weights)
  }

  /// Adds U h to rows of gates. A row is the same whatever stands beside it.
  ///
  /// - Parameters:
  ///   - states: from `first` on h, [rows, hidden].
  ///   - gates: from `start` on the sums, [rows, 4 × hidden].
  func add(_ states: [Float], from first: Int, rows: Int, to gates: inout [Float], at start: Int) {
    weights.add(states, from: first, rows: rows, to: &gates, at: start)
  }

  /// One frame: from the sums for its four gates to the new cell and the new state, each at a place of its own.
  func update(
    _ gates: [Float], at start: Int, cell: inout [Float], at own: Int, into output: inout [Float], at state: Int
  ) {
    precondition(start >= 0 && start + 4 * hidden <= gates.count && own >= 0 && own + hidden <= cell.count)
    precondition(state >= 0 && state + hidden <= output.count)
    gates.withUnsafeBufferPointer { gates in
      cell.withUnsafeMutableBufferPointer { cell in
        output.withUnsafeMutableBufferPointer { output in
          guard let gates = gates.baseAddress, let cell = cell.baseAddress, let output = output.baseAddress else {
            return
          }
          attune_remember(gates + start, cell + own, output + state, hidden)
        }
      }
    }
  }
}
