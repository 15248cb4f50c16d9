import Aligner
import Commands
import Kernels
import Lexicon
import Testing

@testable import Recognition

/// Recognisers that hear sound as it comes, with the network itself: three clips of synthetic voices, twice.
@Suite struct StreamingRecognizerTests {
  private static let yaml = """
    language: en
    intents:
      light: {data: [{sentences: ["turn (on|off) the lights"]}]}
      wait: {data: [{sentences: ["(five|ten) minutes"]}]}
      agree: {data: [{sentences: ["yes", "no"]}]}
    """

  private let samples: [Float]
  private let graph: CommandGraph
  private let ears: Ears

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let golden = try SafeTensors(path: "/\(root)/Fixtures/golden-streaming.safetensors")
    samples = try golden.values("samples", shape: golden.shape(of: "samples") ?? [])
    graph = try CommandGraph(Grammar(yaml: Self.yaml), lexicon: Lexicon())
    ears = Ears(model: try StreamingModel())
  }

  /// With room around it, and cut tight.
  @Test(arguments: [0..<18_000, 960..<15_040]) func portionsMakeNoDifference(range: Range<Int>) throws {
    let clip = Array(samples[range])
    var results: [RecognitionResult] = []
    for portion in [18_000, 4000, 320, 77] {
      let recognizer = recognizer()
      for start in stride(from: 0, to: clip.count, by: portion) {
        recognizer.append(Array(clip[start..<min(start + portion, clip.count)]))
      }
      results.append(try recognizer.finish())
    }
    #expect(results[0].interpretation?.intent == "light")
    #expect(Set(results.map { "\($0.interpretation as Any) \($0.confidence)" }).count == 1)
  }

  @Test func whatWasHeardWhileItWasSpokenIsWhatItsSamplesGive() throws {
    let outcome = try hear(samples, portion: 1600)
    #expect(outcome.intents == ["light", "wait", "agree", "light", "wait", "agree"])
    for segment in outcome.segments {
      let live = liveRecognizer()
      let recognizer = recognizer()
      recognizer.append(segment.samples)
      let result = try recognizer.finish()
      guard segment.commands.isEmpty else { continue }
      #expect(try live.recognize(segment).map(\.interpretation) == [result.interpretation])
    }
  }

  /// A transcript may come when somebody speaks again: what is being heard goes on.
  @Test func whatIsUnderstoodLateDisturbsNothing() throws {
    let recognizer = liveRecognizer()
    var (waiting, intents, later) = ([SpeechSegment](), [String?](), 0)
    let sound = samples + [Float](repeating: 1e-5, count: 16_000)
    for start in stride(from: 0, to: sound.count, by: 1600) {
      for event in recognizer.append(Array(sound[start..<min(start + 1600, sound.count)])) {
        switch event {
        case .speech: later = 4
        case .ended(let segment): waiting.append(segment)
        default: break
        }
      }
      later -= 1
      guard later == 0 || start + 1600 >= sound.count else { continue }
      for segment in waiting { intents += try recognizer.recognize(segment).map { $0.interpretation?.intent } }
      waiting = []
    }
    #expect(intents == ["light", "wait", "agree", "light", "wait", "agree"])
  }

  /// What a stream hears does not depend on whose chunks are heard with its own.
  @Test func chunksOfSeveralRecognisersAreHeardTogether() throws {
    let sounds = [samples, samples.map { $0 / 2 }, Array(samples.dropFirst(21_000))]
    let alone = try sounds.map { try hear($0, portion: 1600) }
    let recognizers = sounds.map { _ in liveRecognizer() }
    var together = sounds.map { _ in Outcome() }
    var largest = 0
    for start in stride(from: 0, to: samples.count + 16_000, by: 1600) {
      for index in sounds.indices {
        let sound = sounds[index] + [Float](repeating: 1e-5, count: 16_000)
        guard start < sound.count else { continue }
        let portion = Array(sound[start..<min(start + 1600, sound.count)])
        try together[index].append(portion, to: recognizers[index])
      }
      let chunks = recognizers.compactMap(\.waitingChunk)
      largest = max(largest, chunks.count)
      WaitingChunk.hear(chunks)
    }
    #expect(largest > 1)
    #expect(together.map(\.events) == alone.map(\.events))
    #expect(together.map(\.intents) == alone.map(\.intents))
  }

  private func recognizer() -> Recognizer {
    Recognizer(graph: graph, settings: Recognizer.Settings(), ear: ears.ear(for: .none))
  }

  private func liveRecognizer() -> LiveRecognizer {
    LiveRecognizer(
      graph: graph, settings: Recognizer.Settings(), patience: .default, partials: true, keepsSound: true,
      ear: ears.ear(for: .none))
  }

  private struct Outcome {
    var events: [String] = []
    var segments: [SpeechSegment] = []
    var intents: [String?] = []

    mutating func append(_ portion: [Float], to recognizer: LiveRecognizer) throws {
      let new = recognizer.append(portion)
      for event in new {
        switch event {
        case .speech(let start): events.append("speech \(start)")
        case .partial(let command): events.append("partial \(command.text)")
        case .noise: events.append("noise")
        case .woken, .asleep: break
        case .ended(let segment):
          events.append("ended \(segment.start) \(segment.end)")
        }
      }
      segments += new.segments
      for segment in new.segments { intents += try recognizer.recognize(segment).map { $0.interpretation?.intent } }
    }
  }

  private func hear(_ samples: [Float], portion: Int) throws -> Outcome {
    let recognizer = liveRecognizer()
    var outcome = Outcome()
    let sound = samples + [Float](repeating: 1e-5, count: 16_000)
    for start in stride(from: 0, to: sound.count, by: portion) {
      try outcome.append(Array(sound[start..<min(start + portion, sound.count)]), to: recognizer)
    }
    return outcome
  }
}
