import Commands

/// How the outputs of a graph change the key of a meaning.
struct MeaningKeys: Sendable {
  private enum Change: Sendable {
    case word(UInt64)
    case close(UInt64)
    case closeHeard(UInt64)
  }

  /// The changes of output `o` are `changes[first[o]..<first[o + 1]]`.
  private var changes: [Change] = []
  private var first: [Int] = [0]
  /// Whether the word on an arc is part of its slot's value.
  private let isHeard: [Bool]

  init(_ graph: CommandGraph) { self.init(graph, IncomingArcs(graph)) }

  init(_ graph: CommandGraph, _ incoming: IncomingArcs) {
    isHeard = Self.heardWords(of: graph, incoming)
    for output in graph.outputs {
      changes += output.tags.compactMap(Self.change)
      if let word = output.word { changes.append(.word(Self.hash(word))) }
      changes += output.closing.compactMap(Self.change)
      first.append(changes.count)
    }
  }

  /// The key after an arc with an output.
  func after(arc: Int, output: Int32, _ key: MeaningKey) -> MeaningKey {
    apply(output, to: key, hearsWord: isHeard[arc])
  }

  /// The key of a sentence that ends with the output of a final state.
  func after(final output: Int32, _ key: MeaningKey) -> MeaningKey { apply(output, to: key, hearsWord: false) }

  private func apply(_ output: Int32, to key: MeaningKey, hearsWord: Bool) -> MeaningKey {
    var key = key
    for index in first[Int(output)]..<first[Int(output) + 1] {
      switch changes[index] {
      case .word(let word): if hearsWord { key.hear(word: word) }
      case .close(let value): key.close(value)
      case .closeHeard(let slot): key.closeHeard(slot)
      }
    }
    return key
  }

  private static func change(_ tag: CommandGraph.Tag) -> Change? {
    switch tag {
    case .open, .reply: nil
    case .close(let slot, nil): .closeHeard(hash(slot))
    case .closeNumber(let slot, _): .closeHeard(hash(slot))
    case .close(_, .some), .intent: .close(hash(tag))
    }
  }

  private static func hash(_ value: some Hashable) -> UInt64 { UInt64(truncatingIfNeeded: value.hashValue) }
}

// MARK: Which words make a value

extension MeaningKeys {
  /// What a place says first about the slot that may be open there.
  private enum Outlook { case nothing, heard, settled }

  private static func outlook(_ tags: [CommandGraph.Tag]) -> Outlook {
    switch tags.first {
    case nil: .nothing
    case .close(_, nil), .closeNumber: .heard
    case .close, .open, .intent, .reply: .settled
    }
  }

  /// For each arc whether its word stands in a slot that closes with what was heard in it.
  private static func heardWords(of graph: CommandGraph, _ incoming: IncomingArcs) -> [Bool] {
    let isPending = pendingStates(of: graph, incoming)
    return graph.arcs.map { arc in
      guard arc.output >= 0 else { return false }
      return leads(graph.outputs[Int(arc.output)].closing, orElse: isPending[Int(arc.target)])
    }
  }

  private static func leads(_ tags: [CommandGraph.Tag], orElse pending: Bool) -> Bool {
    switch outlook(tags) {
    case .nothing: pending
    case .heard: true
    case .settled: false
    }
  }

  /// For each state whether the next slot to close from there is one that takes its words as its value.
  private static func pendingStates(of graph: CommandGraph, _ incoming: IncomingArcs) -> [Bool] {
    var isPending = [Bool](repeating: false, count: graph.stateCount)
    for final in graph.finals where outlook(graph.outputs[Int(final.output)].tags) == .heard {
      isPending[Int(final.state)] = true
    }
    var waiting = Array(0..<graph.stateCount)
    while let state = waiting.popLast() {
      for arc in incoming[state] {
        let (arc, source) = (graph.arcs[Int(arc)], Int(graph.arcs[Int(arc)].source))
        let tags = arc.output < 0 ? [] : graph.outputs[Int(arc.output)].tags + graph.outputs[Int(arc.output)].closing
        guard !isPending[source], leads(tags, orElse: isPending[state]) else { continue }
        isPending[source] = true
        waiting.append(source)
      }
    }
    return isPending
  }
}
