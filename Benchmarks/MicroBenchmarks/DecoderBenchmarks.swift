import Aligner
import Benchmark
import Recognition

/// Phone posteriors to the best path through the commands, 20 ms of sound a step.
enum DecoderBenchmarks {
  static func add() {
    for clip in Clip.all { addStep(clip) }
  }

  private static func addStep(_ clip: Clip) {
    Benchmark.add("decoder step, \(clip.commands).yaml", scale: .kilo) {
      let posteriors = try clip.heard().posteriors
      var decoder = CommandDecoder(graph: try clip.compiled().graph, settings: Recognizer.Settings().decoder)
      let columns = PhonePosteriors.columns
      return {
        if decoder.frameCount == posteriors.frameCount { decoder.reset() }
        let start = decoder.frameCount * columns
        decoder.push(frame: posteriors.logProbabilities.span.extracting(start..<start + columns))
      }
    }
  }
}
