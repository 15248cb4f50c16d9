import Aligner
import Commands

/// Several commands in one breath.
extension CommandDecoder {
  /// Lets another command begin where the best one so far is complete.
  ///
  /// What has been said is remembered as a record without a word, whose output is the complement of the final's index
  /// and whose score is that of everything before.
  mutating func beginAgain(_ scratch: inout DecoderScratch) {
    guard let cost = settings.repetition else { return }
    var best = -Float.infinity
    var ending = -1
    for place in activeStates.indices {
      let token = activeStates[place]
      if index.finalOf[Int(token.state)] >= 0 && token.score > best { (best, ending) = (token.score, place) }
    }
    guard ending >= 0, best - cost > max(score(of: graph.start, scratch), threshold) else { return }
    let record = history.append(
      WordHistory.Word(
        output: ~index.finalOf[Int(activeStates[ending].state)], start: Int32(frameCount), end: Int32(frameCount),
        phones: 0, score: best, previous: activeStates[ending].trace.record))
    let place = activate(graph.start, &scratch)
    (activeStates[place].score, activeStates[place].trace) = (best - cost, Trace(record: record))
    // Arrivals of this frame, if any, were worse.
    scratch.departures[place].repeatScore = best - cost
    scratch.departures[place].repeatTrace = Trace(record: record)
    scratch.departures[place].arrivedColumn = 0
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
