import Aligner
import Commands
import Lexicon

@testable import Recognition

/// The definition of CTC decoding, written down without any dynamic programming: every labelling of every stretch of
/// frames is collapsed to its phones, and every walk through the graph is looked up among them.
struct Exhaustive {
  struct Answer {
    var score: Float
    /// The outputs of the arcs, then the final's index.
    var outputs: [Int]
    /// How much worse the best walk with other outputs is.
    var margin: Float
  }

  let test: RandomCase
  var filler: CommandDecoder.Filler?

  func answer() -> Answer? {
    let order = answers().sorted { $0.value > $1.value }
    guard let first = order.first else { return nil }
    return Answer(
      score: first.value, outputs: first.key, margin: order.count > 1 ? first.value - order[1].value : .infinity)
  }

  /// The best score of every sequence of outputs.
  func answers() -> [[Int]: Float] {
    let count = test.posteriors.frameCount
    var best: [[Int]: Float] = [:]
    for start in 0...(filler == nil ? 0 : count - 1) {
      for end in (filler == nil ? count : start + 1)...count {
        let around = aside(0..<start) + aside(end..<count)
        let heard = collapsed(start..<end)
        walk(from: test.graph.start, phones: [], weight: 0, outputs: [], limit: end - start) {
          phones, weight, outputs in
          guard let score = heard[phones].map({ $0 + weight + around }) else { return }
          best[outputs] = max(best[outputs] ?? -.infinity, score)
        }
      }
    }
    return best
  }

  /// The best score of each phone sequence over some frames, relative to the highest column of each frame.
  private func collapsed(_ frames: Range<Int>) -> [[Int]: Float] {
    var labellings: [(labels: [Int], score: Float)] = [([], 0)]
    for frame in frames {
      labellings = labellings.flatMap { labelling in
        test.columns.map { (labelling.labels + [$0], labelling.score + value(frame, $0) - peak(frame).value) }
      }
    }
    var best: [[Int]: Float] = [:]
    for (labels, score) in labellings {
      var phones: [Int] = []
      for (index, label) in labels.enumerated() where label != 0 && (index == 0 || labels[index - 1] != label) {
        phones.append(label)
      }
      best[phones] = max(best[phones] ?? -.infinity, score)
    }
    return best
  }

  private func walk(
    from state: Int, phones: [Int], weight: Float, outputs: [Int], limit: Int, visit: ([Int], Float, [Int]) -> Void
  ) {
    if let final = test.graph.finals.firstIndex(where: { Int($0.state) == state }) {
      visit(phones, weight, outputs + [final])
    }
    guard phones.count < limit else { return }
    for arc in test.graph.arcs where Int(arc.source) == state {
      walk(
        from: Int(arc.target), phones: phones + [Int(arc.phone.rawValue)], weight: weight + arc.weight,
        outputs: outputs + (arc.output < 0 ? [] : [Int(arc.output)]), limit: limit, visit: visit)
    }
  }

  /// What the filler asks for some frames.
  private func aside(_ frames: Range<Int>) -> Float {
    guard let filler, !frames.isEmpty else { return 0 }
    return frames.reduce(-filler.entry) { cost, frame in
      let (column, before) = (peak(frame).column, frame == 0 ? 0 : peak(frame - 1).column)
      return cost - (column == 0 ? 0 : filler.perFrame + (column == before ? 0 : filler.perPhone))
    }
  }

  private func value(_ frame: Int, _ column: Int) -> Float {
    test.posteriors.logProbabilities[frame * PhonePosteriors.columns + column]
  }

  private func peak(_ frame: Int) -> (column: Int, value: Float) {
    let column = test.columns.max { value(frame, $0) < value(frame, $1) } ?? 0
    return (column, value(frame, column))
  }
}
