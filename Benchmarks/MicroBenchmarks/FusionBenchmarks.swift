import Aligner
import Benchmark
import Commands
import Lexicon
import Recognition

/// Sound and transcript together, once the encoder is done. What is beyond sound alone is fusion's.
enum FusionBenchmarks {
  static func add() {
    addUnderstanding("sound alone") { _ in .none }
    addUnderstanding("late fusion") { .late(LateFusion(lexicon: $0)) }
    addUnderstanding("attention") {
      .neural(NeuralFusion(.attention, aligner: try CrossModalAligner(), lexicon: $0))
    }
    addNetwork()
  }

  private static func addUnderstanding(_ name: String, _ fusion: @escaping (Lexicon) throws -> Fusion) {
    let clip = Clip.coffee
    Benchmark.add("fusion, after the encoder: \(name)") {
      let (samples, token) = (try clip.samples(), TranscriptToken(try clip.text()))
      var commands = try clip.compiled()
      let heard = try clip.heard()
      commands.settings.fusion = try fusion(commands.lexicon)
      let recognizer = Recognizer(graph: commands.graph, settings: commands.settings) { _ in heard }
      return {
        recognizer.append(samples)
        recognizer.append(token)
        blackHole(try recognizer.finish())
      }
    }
  }

  private static func addNetwork() {
    let clip = Clip.coffee
    Benchmark.add("fusion, the network alone: attention") {
      let heard = try clip.heard()
      var transcript = TokenTranscript()
      transcript.append(TranscriptToken(try clip.text()))
      let text = SpokenText(try transcript.spokenWords(by: Lexicon()))
      let aligner = try CrossModalAligner()
      var workspace = CrossModalAligner.Workspace()
      return { blackHole(aligner.fuse(heard, with: text, by: .attention, using: &workspace)) }
    }
  }
}
