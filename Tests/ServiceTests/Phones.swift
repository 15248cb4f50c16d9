import Aligner
import Commands
import Lexicon
@testable import Recognition
@testable import Service

/// Commands, and a voice that needs no network: the amplitude of a frame is its phone.
enum Phones {
  static let yaml = """
    intents:
      switch:
        wake: true
        data:
          - sentences: ["{thing} {state}"]
    lists:
      thing: {values: [lamp, heater]}
      state: {values: [on, off]}
    """

  private static let frame = 320

  /// Reading it takes a while.
  private static let lexicon = Result { try Lexicon() }

  static func commands(_ yaml: String = Phones.yaml) throws -> CommandSet {
    var commands = try CommandSet(Grammar(yaml: yaml), lexicon: lexicon.get())
    commands.settings.fusion = .late(LateFusion(lexicon: commands.lexicon))
    return commands
  }

  /// What recognises this voice, on one thread.
  ///
  /// - Parameter delay: is called whenever something is heard by the network.
  static func engine(
    threads: Int = 1, load: @escaping @Sendable () throws -> CommandSet = { try Phones.commands() },
    delay: @escaping @Sendable () -> Void = {}
  ) throws -> Engine {
    Engine(library: try CommandLibrary(load: load), patience: .default, threads: threads) { commands, settings in
      LiveRecognizer(
        graph: commands.graph, settings: commands.settings, patience: settings.patience, partials: settings.partials
      ) { samples in
        delay()
        return heard(in: samples)
      }
    }
  }

  /// Speech with half a second of silence before it and a second after it: 16 bits at 16 kHz.
  static func speech(_ words: String) throws -> [UInt8] {
    let lexicon = try lexicon.get()
    let phones = try words.split(separator: " ").flatMap { word in
      try lexicon.pronunciations(of: String(word)).variants[0].pronunciation.phones
    }
    // Four frames for each phone, the last of them a blank as loud as the phone.
    let columns = phones.flatMap { [Int($0.rawValue), Int($0.rawValue), Int($0.rawValue), 0] }
    return silence(25) + columns.flatMap(loud) + silence(50)
  }

  static func silence(_ frames: Int) -> [UInt8] { [UInt8](repeating: 0, count: 2 * frame * frames) }

  private static func loud(_ column: Int) -> [UInt8] {
    let amplitude = Int16((0.1 + Float(column) / 1000) * 32_768)
    return (0..<frame).flatMap { index -> [UInt8] in
      let bits = UInt16(bitPattern: index.isMultiple(of: 2) ? amplitude : -amplitude)
      return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
    }
  }

  private static func heard(in samples: Span<Float>) -> HeardSound {
    let values = stride(from: 0, to: samples.count, by: frame).flatMap { start -> [Float] in
      let label = Int((max(0, samples[start] - 0.1) * 1000).rounded())
      return (0..<PhonePosteriors.columns).map { $0 == label ? -0.1 : -6 }
    }
    return HeardSound(posteriors: PhonePosteriors(logProbabilities: values))
  }

  // MARK: What a recogniser says, for those who only pass it on

  /// A result that understood these words; nil for one that understood nothing.
  static func result(_ words: String?) -> RecognitionResult {
    let heard = words.map { words in
      Interpretation(
        intent: "switch", slots: [], words: words.split(separator: " ").map { .init(text: String($0), time: 0.5..<1) },
        score: 0)
    }
    return RecognitionResult(
      candidate: heard, confidence: .none, threshold: 0, speech: nil, seconds: 1, fusion: nil, timings: .init())
  }

  private static func reports(_ words: String) throws -> [LiveEvent] {
    let commands = try commands()
    let recognizer = LiveRecognizer(graph: commands.graph, settings: commands.settings, network: heard(in:))
    let bytes = try speech(words)
    let samples = stride(from: 0, to: bytes.count, by: 2).map { index in
      Float(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) / 32_768
    }
    return recognizer.append(samples)
  }

  private static let spoken = Result { try reports("lamp on") }

  static func utterance() throws -> Utterance {
    for case .ended(let segment) in try spoken.get() {
      return Utterance(
        segment: segment, start: segment.start, speechEnd: segment.speechEnd, isTooLong: false, arrival: .now)
    }
    throw CancellationError()
  }

  static func partial() throws -> PartialCommand {
    for case .partial(let command) in try spoken.get() { return command }
    throw CancellationError()
  }
}
