import Commands
import Synchronization

/// What searches need of a graph besides itself: computed once, however many streams search it.
final class GraphIndex: Sendable {
  let incoming: IncomingArcs
  /// The first final of each state, or -1: of several meanings the one that the file gives first is taken.
  let finalOf: [Int32]
  /// What decoders need while they are at work: as many as are at work at a time.
  let decoding: Loan<DecoderScratch>
  fileprivate let keys = Once<MeaningKeys>()
  fileprivate let order = Once<StateOrder>()
  fileprivate let wildcards = Once<[Bool]>()

  /// The graph is not kept: it keeps the index.
  fileprivate init(_ graph: CommandGraph) {
    incoming = IncomingArcs(graph)
    var finalOf = [Int32](repeating: -1, count: graph.stateCount)
    for (index, final) in graph.finals.enumerated() where finalOf[Int(final.state)] < 0 {
      finalOf[Int(final.state)] = Int32(index)
    }
    self.finalOf = finalOf
    let (arcs, states) = (graph.arcs.count, graph.stateCount)
    decoding = Loan { DecoderScratch(arcs: arcs, states: states) }
  }
}

extension CommandGraph {
  /// What searches need of it.
  var index: GraphIndex { notes.note { GraphIndex(self) } }
  /// How its outputs change the key of a meaning.
  var meaningKeys: MeaningKeys { index.keys { MeaningKeys(self, index.incoming) } }
  /// Its states in an order in which most arcs lead forward.
  var stateOrder: StateOrder { index.order { StateOrder(self) } }
  /// For each arc whether it stands for any phone.
  var wildcards: [Bool] { index.wildcards { TranscriptSearch.wildcards(of: self) } }
}

/// A value that is made when it is first asked for.
private final class Once<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  func callAsFunction(_ make: () -> Value) -> Value {
    value.withLock { value in
      if let value { return value }
      let new = make()
      value = new
      return new
    }
  }
}
