extension SentenceAutomaton {
  /// One shortest path from the start to every state, as its last step: paths as such would need memory for each of their
  /// steps in each state.
  struct ShortestPrefixes {
    private var lengths: [Int]
    private var last: [(source: Int32, symbol: Int32)]

    init(_ automaton: SentenceAutomaton) {
      lengths = Array(repeating: .max, count: automaton.stateCount)
      last = Array(repeating: (-1, -1), count: automaton.stateCount)
      lengths[automaton.start] = 0
      for state in (0..<automaton.stateCount).reversed() where lengths[state] < .max {
        for arc in automaton.arcs(from: state) where lengths[state] + 1 < lengths[Int(arc.target)] {
          lengths[Int(arc.target)] = lengths[state] + 1
          last[Int(arc.target)] = (Int32(state), arc.symbol)
        }
      }
    }

    /// The symbols of the path to a state.
    subscript(state: Int) -> [Int32] {
      var symbols: [Int32] = []
      var step = last[state]
      while step.source >= 0 {
        symbols.append(step.symbol)
        step = last[Int(step.source)]
      }
      return symbols.reversed()
    }
  }

  /// The symbols of a path from a state to the end, by the arcs that lead furthest.
  func shortestSuffix(from state: Int32) -> [Int32] {
    var symbols: [Int32] = []
    var state = state
    while let arc = arcs(from: Int(state)).min(by: { $0.target < $1.target }) {
      symbols.append(arc.symbol)
      state = arc.target
    }
    return symbols
  }

  /// What a path means.
  func reading(of path: [Int32]) -> CommandReading {
    CommandReading(
      path.map { index in
        switch symbols[Int(index)] {
        case .word(let word): CommandGraph.Output(tags: [], word: word)
        case .wildcard: CommandGraph.Output(tags: [], word: "…")
        case .tag(let tag): CommandGraph.Output(tags: [tag], word: nil)
        }
      })
  }
}
