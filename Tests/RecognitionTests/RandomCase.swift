import Aligner
import Commands
import Lexicon
import TestSupport

/// A tiny graph with loops, parallel arcs and repeated phones, and a few frames of random posteriors.
struct RandomCase {
  var graph: CommandGraph
  var posteriors: PhonePosteriors
  /// The columns that carry probability: the blank and the graph's phones.
  var columns: [Int]

  init(seed: UInt64, frames: Int = 6, states: Int = 4, arcs: Int = 7, phones: Int = 2) {
    var random = SplitMix64(seed: seed)
    var outputs = 0
    let list = (0..<arcs).map { index in
      let isOutput = Bool.random(using: &random)
      if isOutput { outputs += 1 }
      return CommandGraph.Arc(
        source: index == 0 ? 0 : Int32.random(in: 0..<Int32(states), using: &random),
        target: Int32.random(in: 1..<Int32(states), using: &random),
        phone: Phone.all[Int.random(in: 0..<phones, using: &random)], beginsWord: Bool.random(using: &random),
        weight: Bool.random(using: &random) ? 0 : Float.random(in: -2...0, using: &random),
        output: isOutput ? Int32(outputs - 1) : -1)
    }
    // The start is never final; one state has two meanings.
    let finals = [states - 1, 1, 1].enumerated().map {
      CommandGraph.Final(state: Int32($1), output: Int32(outputs + $0))
    }
    graph = CommandGraph(
      stateCount: states, start: 0, arcs: list, finals: finals,
      outputs: (0..<outputs + finals.count).map { CommandGraph.Output(tags: [], word: "\($0)") })
    columns = Array(0...phones)
    posteriors = Self.posteriors(frames: frames, columns: columns, using: &random)
  }

  /// Frames in which only `columns` can be heard, each a random distribution over them.
  static func posteriors(
    frames: Int, columns: [Int], using random: inout SplitMix64
  ) -> PhonePosteriors {
    var values = [Float](repeating: -100, count: frames * PhonePosteriors.columns)
    for frame in 0..<frames {
      for column in columns {
        values[frame * PhonePosteriors.columns + column] = Float.random(in: -6...0, using: &random)
      }
    }
    return PhonePosteriors(logProbabilities: values)
  }
}
