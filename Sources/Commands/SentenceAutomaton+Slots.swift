extension SentenceAutomaton {
  /// How many slots are open at every state. All paths to a state agree, for what may follow closes them.
  var openSlots: [Int] {
    var depths = [Int](repeating: 0, count: stateCount)
    for state in depths.indices.reversed() {
      for arc in arcs(from: state) {
        guard case .tag(let tag) = symbols[Int(arc.symbol)] else {
          depths[Int(arc.target)] = depths[state]
          continue
        }
        depths[Int(arc.target)] = depths[state] + (tag.isOpening ? 1 : tag.isClosing ? -1 : 0)
      }
    }
    return depths
  }
}

extension CommandGraph.Tag {
  var isOpening: Bool { if case .open = self { true } else { false } }

  var isClosing: Bool {
    switch self {
    case .close, .closeNumber: true
    case .open, .intent, .reply: false
    }
  }
}
