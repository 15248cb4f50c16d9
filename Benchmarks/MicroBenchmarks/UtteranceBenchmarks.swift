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
      let recognizer = Recognizer(of: try clip.compiled(), ears: Ears(model: try AcousticModel()))
      return {
        recognizer.append(samples)
        blackHole(try recognizer.finish())
      }
    }
  }
}
