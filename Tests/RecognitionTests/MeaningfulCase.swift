import Aligner
import Commands
import Lexicon
import TestSupport

@testable import Recognition

/// A tiny graph whose outputs fill slots, so that many walks mean the same, and a few frames of random posteriors.
struct MeaningfulCase {
  var graph: CommandGraph
  var test: RandomCase

  init(seed: UInt64, frames: Int = 6, isAcyclic: Bool = false) {
    test = RandomCase(seed: seed, frames: frames, arcs: 8)
    var random = SplitMix64(seed: ~seed)
    let finals = Set(test.graph.finals.map { Int($0.output) })
    let outputs = test.graph.outputs.indices.map { index in
      if finals.contains(index) {
        return CommandGraph.Output(tags: [.intent(index.isMultiple(of: 2) ? "a" : "b", fixed: [:])], word: nil)
      }
      let slot = Bool.random(using: &random) ? "x" : "y"
      let value: SlotValue? = Bool.random(using: &random) ? .integer(Int.random(in: 0...1, using: &random)) : nil
      let isSlot = Bool.random(using: &random)
      return CommandGraph.Output(
        tags: isSlot ? [.open(slot: slot)] : [], word: Bool.random(using: &random) ? "one" : "two",
        closing: isSlot ? [.close(slot: slot, value: value)] : [])
    }
    let arcs = test.graph.arcs.filter { !isAcyclic || $0.source < $0.target }
    graph = CommandGraph(
      stateCount: test.graph.stateCount, start: test.graph.start, arcs: arcs, finals: test.graph.finals,
      outputs: outputs)
    test.graph = graph
  }

  /// What is told apart: the intent and how often each slot is filled with each value, in any order.
  struct Meaning: Hashable {
    var intent: String?
    var slots: [String: Int]

    init(_ outputs: [Int], in graph: CommandGraph) {
      let final = outputs.last.map { graph.finals[$0] }
      let all = outputs.dropLast().map { graph.outputs[$0] } + (final.map { [graph.outputs[Int($0.output)]] } ?? [])
      let reading = CommandReading(all)
      intent = reading.intent
      slots = reading.slots.reduce(into: [:]) { $0["\($1.name)=\($1.value?.description ?? "")", default: 0] += 1 }
    }
  }

  /// The values that a user gets: of a slot filled twice, the last one.
  static func values(_ outputs: [Int], in graph: CommandGraph) -> CommandMeaning {
    CommandSentence(outputs: outputs.dropLast().map(Int32.init), final: outputs.last ?? 0).meaning(in: graph)
  }
}
