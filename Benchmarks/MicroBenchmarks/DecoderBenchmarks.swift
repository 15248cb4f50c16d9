import Aligner
import Benchmark
import Recognition

/// Phone posteriors to the best path through the commands, 20 ms of sound a step.
enum DecoderBenchmarks {
  static func add() {
    for clip in Clip.all { addSteps(clip) }
  }

  private static func addSteps(_ clip: Clip) {
    Benchmark.add("decoder, 1,000 steps, \(clip.commands).yaml") {
      let posteriors = try clip.heard().posteriors
      var decoder = CommandDecoder(graph: try clip.compiled().graph, settings: Recognizer.Settings().decoder)
      let columns = PhonePosteriors.columns
      return {
        for _ in 0..<1000 {
          if decoder.frameCount == posteriors.frameCount { decoder.reset() }
          let start = decoder.frameCount * columns
          decoder.push(frame: posteriors.logProbabilities.span.extracting(start..<start + columns))
        }
      }
    }
  }
}
