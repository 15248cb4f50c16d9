/// The deterministic automaton whose states are the sets of states in which a word network can be.
struct SubsetConstruction {
  private var arcs: [[WordNetwork.Arc]] = []
  private let end: Int

  /// More sets, or sets with more members in all, mean templates whose parts multiply.
  private static let limit = 20_000_000

  /// - Throws: `CommandError.Problem.tooLarge` at `location`.
  init(_ network: inout WordNetwork, at location: SourceLocation) throws(CommandError) {
    var subsets = Interner<[Int32]>()
    _ = subsets.index(of: [network.start])
    let end = Int(subsets.index(of: [network.end]))
    var members = 0
    var next = 0
    while next < subsets.values.count {
      try CommandError.checkCancellation(at: location)
      let steps = try Self.steps(from: subsets.values[next], &network, at: location)
      var leaving: [WordNetwork.Arc] = []
      for (symbol, targets) in Self.grouped(steps) {
        members += targets.count
        leaving.append(WordNetwork.Arc(symbol: symbol, target: subsets.index(of: targets)))
      }
      guard members < Self.limit else {
        throw CommandError(.tooLarge(what: "ways through the sentences", limit: Self.limit), at: location)
      }
      arcs.append(leaving)
      next += 1
    }
    self.end = end
  }

  private static func steps(
    from states: [Int32], _ network: inout WordNetwork, at location: SourceLocation
  ) throws(CommandError) -> [WordNetwork.Arc] {
    do throws(WordNetwork.TooLarge) {
      var steps: [WordNetwork.Arc] = []
      for state in states { steps += try network.arcs(from: state) }
      return steps
    } catch {
      throw CommandError(.tooLarge(what: error.what, limit: error.limit), at: location)
    }
  }

  /// The targets of every symbol, each once and in order.
  private static func grouped(_ steps: [WordNetwork.Arc]) -> [(symbol: Int32, targets: [Int32])] {
    var groups: [(symbol: Int32, targets: [Int32])] = []
    for step in steps.sorted(by: { ($0.symbol, $0.target) < ($1.symbol, $1.target) }) {
      if groups.last?.symbol != step.symbol { groups.append((step.symbol, [])) }
      if groups[groups.count - 1].targets.last != step.target { groups[groups.count - 1].targets.append(step.target) }
    }
    return groups
  }

  /// Merges the states after which the same may follow: from the end backwards, states with equal arcs are one.
  ///
  /// In an automaton without cycles this one pass gives the smallest (Revuz 1992).
  func minimised() -> (arcs: [SentenceAutomaton.Arc], firstArc: [Int32]) {
    var classes = Interner<[SentenceAutomaton.Arc]>()
    var classOf = [Int32](repeating: 0, count: arcs.count)
    _ = classes.index(of: [])
    for state in topologicalOrder().reversed() where state != end {
      classOf[state] = classes.index(
        of: arcs[state].map { SentenceAutomaton.Arc(symbol: $0.symbol, target: classOf[Int($0.target)]) })
    }
    var firstArc: [Int32] = [0]
    for arcs in classes.values { firstArc.append(firstArc[firstArc.count - 1] + Int32(arcs.count)) }
    return (classes.values.flatMap(\.self), firstArc)
  }

  /// The states, each before those to which its arcs lead.
  private func topologicalOrder() -> [Int] {
    var incoming = [Int](repeating: 0, count: arcs.count)
    for arc in arcs.joined() { incoming[Int(arc.target)] += 1 }
    var order = arcs.indices.filter { incoming[$0] == 0 }
    var next = 0
    while next < order.count {
      for arc in arcs[order[next]] {
        incoming[Int(arc.target)] -= 1
        if incoming[Int(arc.target)] == 0 { order.append(Int(arc.target)) }
      }
      next += 1
    }
    return order
  }
}
