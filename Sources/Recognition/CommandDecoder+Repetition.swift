import Aligner
import Commands

/// Several commands in one breath.
extension CommandDecoder {
  /// Lets another command begin where the best one so far is complete.
  ///
  /// What has been said is remembered as a record without a word, whose output is the complement of the final's index
  /// and whose score is that of everything before.
  mutating func beginAgain() {
    guard let cost = settings.repetition else { return }
    var best = -Float.infinity
    var ending = -1
    for state in activeStates where finalOf[Int(state)] >= 0 && blankScore[Int(state)] > best {
      (best, ending) = (blankScore[Int(state)], Int(state))
    }
    guard ending >= 0, best - cost > max(blankScore[graph.start], threshold) else { return }
    let record = history.append(
      WordHistory.Word(
        output: ~finalOf[ending], start: Int32(frameCount), end: Int32(frameCount), phones: 0, score: best,
        previous: blankTrace[ending].record))
    activate(graph.start)
    (blankScore[graph.start], blankTrace[graph.start]) = (best - cost, Trace(record: record))
    // Arrivals of this frame, if any, were worse.
    (repeatScore[graph.start], repeatTrace[graph.start]) = (blankScore[graph.start], blankTrace[graph.start])
    arrivedColumn[graph.start] = 0
  }

  /// The commands of a path, in order, each with its own score; the last one is not finished where the path is not.
  ///
  /// A command's `frameCount` is where the next one begins.
  public func commands(in path: CommandPath) -> [CommandPath] {
    var commands: [CommandPath] = []
    var steps: [CommandPath.Step] = []
    var before: Float = 0
    for step in path.steps {
      guard step.output < 0 else {
        steps.append(step)
        continue
      }
      commands.append(
        command(steps, final: Int(~step.output), score: step.score - before, end: step.frames.upperBound, of: path))
      (steps, before) = ([], step.score - (settings.repetition ?? 0))
    }
    // What was begun anew and has said nothing yet is no command.
    if !steps.isEmpty || commands.isEmpty {
      commands.append(
        command(steps, final: path.final, score: path.score - before, end: path.frameCount, of: path))
    }
    return commands
  }

  private func command(
    _ steps: [CommandPath.Step], final: Int?, score: Float, end: Int, of path: CommandPath
  ) -> CommandPath {
    CommandPath(
      steps: steps, final: final, score: score, logProbability: path.logProbability - Double(path.score - score),
      frameCount: end)
  }
}
