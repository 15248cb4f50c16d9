import Commands

extension CommandGraph {
  /// The part of the graph that says one sentence, in all its pronunciations. Outputs keep their indices; the only final
  /// is the sentence's.
  ///
  /// Its states are pairs of a state of this graph and how much of the sentence has been said there.
  func restricted(to sentence: CommandSentence) -> CommandGraph {
    var pairs = Pairs()
    var arcs: [Arc] = []
    var next = 0
    _ = pairs.index(of: Pair(state: Int32(start), said: 0))
    while next < pairs.all.count {
      let pair = pairs.all[next]
      for index in Int(firstArc[Int(pair.state)])..<Int(firstArc[Int(pair.state) + 1]) {
        guard let said = self.arcs[index].said(after: pair.said, of: sentence) else { continue }
        var arc = self.arcs[index]
        arc.source = Int32(next)
        arc.target = pairs.index(of: Pair(state: arc.target, said: said))
        arcs.append(arc)
      }
      next += 1
    }
    let end = pairs.index(of: Pair(state: finals[sentence.final].state, said: sentence.outputs.count))
    return CommandGraph(
      stateCount: pairs.all.count, start: 0, arcs: Self.leading(to: end, arcs, stateCount: pairs.all.count),
      finals: [Final(state: end, output: finals[sentence.final].output)], outputs: outputs)
  }

  /// The arcs from which `end` can be reached.
  private static func leading(to end: Int32, _ arcs: [Arc], stateCount: Int) -> [Arc] {
    let incoming = IncomingArcs(arcs, stateCount: stateCount)
    var leads = [Bool](repeating: false, count: stateCount)
    var waiting = [Int(end)]
    leads[Int(end)] = true
    while let state = waiting.popLast() {
      for arc in incoming[state] {
        let source = Int(arcs[Int(arc)].source)
        if !leads[source] {
          leads[source] = true
          waiting.append(source)
        }
      }
    }
    return arcs.filter { leads[Int($0.target)] }
  }

  private struct Pair: Hashable {
    var state: Int32
    var said: Int
  }

  private struct Pairs {
    private(set) var all: [Pair] = []
    private var indices: [Pair: Int32] = [:]

    mutating func index(of pair: Pair) -> Int32 {
      if let index = indices[pair] { return index }
      indices[pair] = Int32(all.count)
      all.append(pair)
      return Int32(all.count - 1)
    }
  }
}

extension CommandGraph.Arc {
  /// How much of a sentence has been said after this arc; nil where it says something else.
  fileprivate func said(after said: Int, of sentence: CommandSentence) -> Int? {
    guard output >= 0 else { return said }
    return said < sentence.outputs.count && sentence.outputs[said] == output ? said + 1 : nil
  }
}
