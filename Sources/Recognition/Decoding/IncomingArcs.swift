import Commands

/// The arcs of a graph by the state in which they end.
struct IncomingArcs: Sendable {
  private var arcs: [Int32]
  private var first: [Int32]

  init(_ graph: CommandGraph) { self.init(graph.arcs, stateCount: graph.stateCount) }

  init(_ all: [CommandGraph.Arc], stateCount: Int) {
    first = Array(repeating: 0, count: stateCount + 1)
    for arc in all { first[Int(arc.target) + 1] += 1 }
    for state in 0..<stateCount { first[state + 1] += first[state] }
    arcs = Array(repeating: 0, count: all.count)
    var next = first
    for (index, arc) in all.enumerated() {
      arcs[Int(next[Int(arc.target)])] = Int32(index)
      next[Int(arc.target)] += 1
    }
  }

  /// The indices of the arcs into a state.
  subscript(state: Int) -> ArraySlice<Int32> { arcs[Int(first[state])..<Int(first[state + 1])] }
}
