/// The deterministic automaton whose states are the sets of states in which a word network can be.
struct SubsetConstruction {
  private var arcs: [WordNetwork.Arc] = []
  /// The arcs of set `s` are `arcs[firstArc[s]..<firstArc[s + 1]]`.
  private var firstArc: [Int32] = [0]
  private let end: Int

  private var stateCount: Int { firstArc.count - 1 }

  /// More sets, or sets with more members in all, mean templates whose parts multiply.
  private static let limit = 20_000_000

  /// - Throws: `CommandError.Problem.tooLarge` at `location`.
  init(_ network: inout WordNetwork, at location: SourceLocation) throws(CommandError) {
    var subsets = Subsets()
    _ = subsets.index(of: [network.start])
    end = Int(subsets.index(of: [network.end]))
    var members = 0
    var steps: [WordNetwork.Arc] = []
    while stateCount < subsets.count {
      try CommandError.checkCancellation(at: location)
      try Self.steps(from: subsets[stateCount], &network, at: location, to: &steps)
      var first = 0
      while first < steps.count {
        var next = first + 1
        while next < steps.count, steps[next].symbol == steps[first].symbol { next += 1 }
        arcs.append(
          WordNetwork.Arc(symbol: steps[first].symbol, target: subsets.index(of: steps[first..<next].map(\.target))))
        first = next
      }
      members += steps.count
      guard members < Self.limit else {
        throw CommandError(.tooLarge(what: "ways through the sentences", limit: Self.limit), at: location)
      }
      firstArc.append(Int32(arcs.count))
    }
  }

  /// What leaves any of these states, each arc once, by symbol and then by target.
  private static func steps(
    from states: ArraySlice<Int32>, _ network: inout WordNetwork, at location: SourceLocation,
    to steps: inout [WordNetwork.Arc]
  ) throws(CommandError) {
    steps.removeAll(keepingCapacity: true)
    do throws(WordNetwork.TooLarge) {
      for state in states { steps += try network.arcs(from: state) }
    } catch {
      throw CommandError(.tooLarge(what: error.what, limit: error.limit), at: location)
    }
    // The arcs of one state are in order.
    if states.count > 1 { steps.sortOnce() }
  }

  /// Merges the states after which the same may follow: from the end backwards, states with equal arcs are one.
  ///
  /// In an automaton without cycles this one pass gives the smallest (Revuz 1992).
  func minimised() -> (arcs: [SentenceAutomaton.Arc], firstArc: [Int32]) {
    var classes = Interner<[SentenceAutomaton.Arc]>()
    var classOf = [Int32](repeating: 0, count: stateCount)
    _ = classes.index(of: [])
    for state in topologicalOrder().reversed() where state != end {
      classOf[state] = classes.index(
        of: arcs(from: state).map { SentenceAutomaton.Arc(symbol: $0.symbol, target: classOf[Int($0.target)]) })
    }
    var firstArc: [Int32] = [0]
    for arcs in classes.values { firstArc.append(firstArc[firstArc.count - 1] + Int32(arcs.count)) }
    return (classes.values.flatMap(\.self), firstArc)
  }

  private func arcs(from state: Int) -> ArraySlice<WordNetwork.Arc> {
    arcs[Int(firstArc[state])..<Int(firstArc[state + 1])]
  }

  /// The states, each before those to which its arcs lead.
  private func topologicalOrder() -> [Int] {
    var incoming = [Int32](repeating: 0, count: stateCount)
    for arc in arcs { incoming[Int(arc.target)] += 1 }
    var order = incoming.indices.filter { incoming[$0] == 0 }
    var next = 0
    while next < order.count {
      for arc in arcs(from: order[next]) {
        incoming[Int(arc.target)] -= 1
        if incoming[Int(arc.target)] == 0 { order.append(Int(arc.target)) }
      }
      next += 1
    }
    return order
  }
}

/// Sets of states, numbered in the order in which they are met. Most have one member, and need no hashing.
private struct Subsets {
  private var members: [Int32] = []
  private var firstMember: [Int32] = [0]
  /// For each state the set that has it alone, or -1.
  private var singles: [Int32] = []
  private var others: [[Int32]: Int32] = [:]

  var count: Int { firstMember.count - 1 }

  subscript(index: Int) -> ArraySlice<Int32> { members[Int(firstMember[index])..<Int(firstMember[index + 1])] }

  /// The number of a set, whose members are in order and not equal.
  mutating func index(of set: [Int32]) -> Int32 {
    if let known = known(set) { return known }
    let index = Int32(count)
    members += set
    firstMember.append(Int32(members.count))
    if set.count == 1 {
      let state = Int(set[0])
      while singles.count <= state { singles.append(-1) }
      singles[state] = index
    } else {
      others[set] = index
    }
    return index
  }

  private func known(_ set: [Int32]) -> Int32? {
    guard set.count == 1 else { return others[set] }
    let state = Int(set[0])
    return state < singles.count && singles[state] >= 0 ? singles[state] : nil
  }
}
