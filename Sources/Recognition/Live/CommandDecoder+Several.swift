import Aligner

extension CommandDecoder {
  /// The results of several commands in a row, in frames of the whole; none where there are not several, or where one of them is
  /// not believed.
  ///
  /// - Parameter heard: the free phones of all frames.
  func results(
    of path: CommandPath, heard: FreePhones, threshold: Double, _ calibration: Confidence.Calibration
  ) -> [RecognitionResult] {
    let commands = commands(in: path)
    guard commands.count > 1 else { return [] }
    var results: [RecognitionResult] = []
    for command in commands {
      let heard = heard.prefix(min(command.frameCount, heard.frameCount))
      let confidence = Confidence(Confidence.Features(of: command, in: graph, heard: heard), calibration)
      guard confidence.value >= threshold, command.frameCount == heard.frameCount,
        let candidate = Interpretation(path: command, graph: graph, heard: heard)
      else { return [] }
      results.append(
        RecognitionResult(
          candidate: candidate, confidence: confidence, threshold: threshold, speech: candidate.time, seconds: 0,
          fusion: nil, timings: .init()))
    }
    return results
  }
}
