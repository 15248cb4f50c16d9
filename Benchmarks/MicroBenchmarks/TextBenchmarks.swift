import Aligner
import Benchmark
import Recognition

/// A text without sound to its intent.
enum TextBenchmarks {
  static func add() {
    for clip in Clip.all { add(clip) }
  }

  private static func add(_ clip: Clip) {
    Benchmark.add("text to intent, \(clip.commands).yaml") {
      let recognizer = TextRecognizer(of: try clip.compiled())
      let tokens = [TranscriptToken(try clip.text())]
      return { blackHole(try recognizer.recognize(tokens)) }
    }
  }
}
