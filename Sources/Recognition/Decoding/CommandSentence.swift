import Commands

/// A way through a graph without its timing: what is said, and how it ends.
struct CommandSentence: Hashable, Sendable {
  /// The outputs in the order in which they are passed, indices in the graph's `outputs`.
  var outputs: [Int32]
  /// The index in the graph's `finals`.
  var final: Int
}

extension CommandSentence {
  /// The sentence of a path; nil for an unfinished one.
  init?(_ path: CommandPath) {
    guard let final = path.final else { return nil }
    self.init(outputs: path.steps.map { Int32($0.output) }, final: final)
  }

  /// What the sentence means.
  func meaning(in graph: CommandGraph) -> CommandMeaning { CommandMeaning(reading(in: graph)) }

  /// What the sentence says.
  func reading(in graph: CommandGraph) -> CommandReading {
    CommandReading(outputs.map { graph.outputs[Int($0)] } + [graph.outputs[Int(graph.finals[final].output)]])
  }
}
