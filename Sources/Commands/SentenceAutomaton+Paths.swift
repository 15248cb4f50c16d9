extension SentenceAutomaton {
  /// For every state, the symbols of one shortest path from the start.
  func shortestPrefixes() -> [[Int32]] {
    var prefixes = [[Int32]?](repeating: nil, count: stateCount)
    prefixes[start] = []
    for state in (0..<stateCount).reversed() {
      guard let prefix = prefixes[state] else { continue }
      for arc in arcs(from: state) where prefix.count + 1 < prefixes[Int(arc.target)]?.count ?? .max {
        prefixes[Int(arc.target)] = prefix + [arc.symbol]
      }
    }
    return prefixes.map { $0 ?? [] }
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
