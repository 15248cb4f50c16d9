import Aligner
import Benchmark
import Recognition

/// A whole utterance: samples to intent.
enum UtteranceBenchmarks {
  static func add() {
    for clip in Clip.all { add(clip) }
  }

  private static func add(_ clip: Clip) {
    Benchmark.add("utterance to intent, \(clip.commands).yaml") {
      let samples = try clip.samples()
      var recognizer = Recognizer(model: try AcousticModel(), graph: try clip.compiled().graph)
      return {
        try recognizer.append(samples)
        blackHole(try recognizer.finish())
      }
    }
  }
}
