import Aligner
import Commands
import Lexicon
import Measurement
import Recognition

/// A voice that needs no ears: each phone is two frames of a height that names it, and the network that hears it reads
/// the height. Speech so is understood exactly, as long as no noise is mixed in.
enum PhoneVoice {
  static let name = Voice(synthesizer: "phones", name: "plain")
  private static let frame = 320

  /// - Parameter replacing: words that the voice pronounces as another one.
  static func synthesizer(_ lexicon: Lexicon, replacing: [String: String] = [:]) -> Synthesizer {
    Synthesizer(voices: [name]) { text, _ in
      try text.split(separator: " ").flatMap { word in
        try lexicon.pronunciations(of: replacing[String(word)] ?? String(word)).variants[0].pronunciation.phones
      }.flatMap { phone in
        [Float](repeating: Float(phone.rawValue) / 64, count: 2 * frame) + [Float](repeating: 0, count: frame)
      }
    }
  }

  /// A recogniser that hears this voice.
  static func recognizer(_ graph: CommandGraph) -> Recognizer {
    Recognizer(graph: graph) { samples in
      let values = stride(from: 0, to: samples.count, by: frame).flatMap { start in
        let heard = Int((samples[start] * 64).rounded())
        return (0..<PhonePosteriors.columns).map { $0 == heard ? -0.01 : -9 as Float }
      }
      return HeardSound(posteriors: PhonePosteriors(logProbabilities: values))
    }
  }
}
