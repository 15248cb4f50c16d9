import Aligner
import Capture
import Recognition

/// Hears the microphone of one page.
final class PageEar {
  /// What was noticed in a portion of sound.
  enum Heard {
    case speech
    case partial(PartialCommand)
    case noise
    case said(SpeechSegment, [RecognitionResult])
  }

  /// The commands that it hears, by their number.
  let generation: Int
  private let recognizer: LiveRecognizer
  private var converter: SoundConverter
  private let transcript: String

  /// - Parameters:
  ///   - isOpen: whether the microphone is always open, so that it overhears; what is said while a button is pressed is meant.
  ///   - transcript: what somebody else has heard in it; empty for nothing.
  /// - Throws: `CaptureError`.
  init(_ desk: ConsoleDesk, rate: Int, isOpen: Bool, transcript: String) throws {
    var (commands, generation) = desk.commands
    commands.settings.mode = isOpen ? .overheard : .addressed
    if !transcript.isEmpty { commands.settings.fusion = .late(LateFusion(lexicon: commands.lexicon)) }
    (self.generation, self.transcript) = (generation, transcript)
    recognizer = LiveRecognizer(
      of: commands, ears: desk.networks.streaming, secondEars: SecondEars(desk.networks.whole), patience: .default)
    converter = try SoundConverter(rate: rate, sample: .s16, channels: 1, name: "the microphone")
  }

  /// Hears a portion of sound.
  func hear(_ bytes: [UInt8]) throws -> [Heard] {
    let samples = try converter.convert(bytes)
    return try heard(recognizer.append(samples))
  }

  /// No more sound comes.
  func end() throws -> [Heard] { try heard(recognizer.interrupt()) }

  private func heard(_ events: [LiveEvent]) throws -> [Heard] {
    var heard: [Heard] = []
    for event in events {
      switch event {
      case .speech: heard.append(.speech)
      case .partial(let command): heard.append(.partial(command))
      case .noise: heard.append(.noise)
      case .ended(let segment):
        let tokens = transcript.isEmpty ? [] : [TranscriptToken(transcript)]
        heard.append(.said(segment, try recognizer.recognize(segment, with: tokens)))
      // Nobody has to call.
      case .woken, .asleep: break
      }
    }
    return heard
  }
}
