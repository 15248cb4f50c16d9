import Aligner

extension CommandDecoder {
  /// The results of several commands in a row; none where there are not several, or where one of them is not believed.
  ///
  /// - Parameters:
  ///   - path: the path of all of them.
  ///   - heard: the free phones of all frames.
  ///   - posteriors: of all frames.
  ///   - samples: how many samples were heard.
  ///   - lead: how many frames were heard before the first sample.
  ///   - ear: what heard them.
  func results(
    of path: CommandPath, heard: FreePhones, _ posteriors: PhonePosteriors, samples: Int, lead: Int,
    _ settings: Recognizer.Settings, _ ear: any Ear
  ) -> [RecognitionResult] {
    let commands = commands(in: path)
    guard commands.count > 1 else { return [] }
    var results: [RecognitionResult] = []
    for command in commands {
      let heard = heard.prefix(min(command.frameCount, heard.frameCount))
      let confidence = Confidence(
        Confidence.Features(of: command, in: graph, heard: heard), ear.calibration, in: settings.mode)
      guard confidence.value >= settings.required, command.frameCount == heard.frameCount,
        var candidate = Interpretation(
          path: command, graph: graph, heard: heard,
          free: settings.vocabulary?.guess(command, in: graph, posteriors) ?? [])
      else { return [] }
      candidate.judge(command, in: graph, confidence, against: [], ear.calibration, in: settings.mode)
      var result = RecognitionResult(
        candidate: candidate, confidence: confidence, threshold: settings.required, speech: candidate.time,
        seconds: Double(samples) / Double(Recognizer.sampleRate), fusion: nil, timings: .init())
      if ear.givesRoom { result.shift(lead: lead) }
      results.append(result)
    }
    return results
  }
}
