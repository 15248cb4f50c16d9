import Commands

/// The states of a graph in an order in which most arcs, and all where there are no cycles, lead forward.
struct StateOrder: Sendable {
  /// The states that can be reached from the start.
  let states: [Int32]
  /// The place of each state in `states`.
  let rank: [Int32]

  /// Reversed postorder of a depth-first search.
  init(_ graph: CommandGraph) {
    var postorder: [Int32] = []
    var next = graph.firstArc
    var isSeen = [Bool](repeating: false, count: graph.stateCount)
    var stack = [graph.start]
    isSeen[graph.start] = true
    while let state = stack.last {
      guard next[state] < graph.firstArc[state + 1] else {
        postorder.append(Int32(stack.removeLast()))
        continue
      }
      let target = Int(graph.arcs[Int(next[state])].target)
      next[state] += 1
      if !isSeen[target] {
        isSeen[target] = true
        stack.append(target)
      }
    }
    states = postorder.reversed()
    var rank = [Int32](repeating: 0, count: graph.stateCount)
    for (index, state) in states.enumerated() { rank[Int(state)] = Int32(index) }
    self.rank = rank
  }
}
