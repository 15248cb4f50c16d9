import Aligner
import Commands
import Foundation
import Lexicon
import Testing

@testable import Recognition

/// A recogniser over posteriors that are given, whatever the samples are.
@Suite struct LateFusionTests {
  private static let lexicon = Result { try Lexicon() }

  /// Sound that is half "red light" and half "lamp".
  private static let unclear = posteriors("dim red light", "dim lamp", second: 0.5)

  @Test(arguments: [0, 1, Float.infinity]) func withoutTokensTheResultIsTheSoundsOwn(weight: Float) throws {
    for sentence in ["dim lamp", "set lamp", "call lamp now"] {
      let sound = Self.posteriors(sentence)
      let fused = try understand(sound, weight: weight)
      try expect(fused, equals: understand(sound))
      #expect(fused.fusion == nil)
    }
  }

  @Test(arguments: ["dim lamp", "set lamp", "hello world", "...", "call me now"])
  func withoutWeightTheResultIsTheSoundsOwn(text: String) throws {
    let sound = Self.posteriors("dim red light")
    try expect(understand(sound, [.init(text)], weight: 0), equals: understand(sound))
    try expect(understand(sound, [.init(text, confidence: 0)], weight: 5), equals: understand(sound))
  }

  @Test(arguments: ["dim lamp", "set lamp", "dim red light"]) func textAloneDecidesWithInfiniteWeight(text: String)
    throws
  {
    let result = try understand(Self.posteriors("dim red light"), [.init(text)], weight: .infinity)
    #expect(result.candidate?.text == text)
  }

  @Test(arguments: ["dim lamp", "dim red light"]) func textDecidesWhereTheSoundCannot(text: String) throws {
    #expect(try understand(Self.unclear, [.init(text)]).candidate?.text == text)
  }

  @Test(arguments: ["thank you very much indeed", "the weather in boston", "..."])
  func unrelatedTextLeavesClearSoundAlone(text: String) throws {
    let sound = Self.posteriors("dim red light")
    try expect(understand(sound, [.init(text)]), equals: understand(sound))
  }

  @Test func lowConfidenceCountsLess() throws {
    let weights = stride(from: Float(0.05), through: 8, by: 0.05)
    func needed(_ confidence: Double) throws -> Float? {
      try weights.first { weight in
        let tokens = [TranscriptToken("dim lamp", confidence: confidence)]
        return try understand(Self.posteriors("dim red light", "dim lamp", second: 0.2), tokens, weight: weight)
          .candidate?.text == "dim lamp"
      }
    }
    let (sure, unsure) = (try #require(try needed(1)), try #require(try needed(0.4)))
    #expect(sure < unsure)
  }

  @Test func theCandidatesAreGiven() throws {
    let fusion = try #require(try understand(Self.unclear, [.init("dim lamp")]).fusion)
    let texts = fusion.candidates.map(\.interpretation.text)
    #expect(texts.first == "dim lamp" && texts.contains("dim red light") && Set(texts).count == texts.count)
    let best = fusion.candidates[0]
    #expect(fusion.candidates.allSatisfy { $0.text <= best.text } && best.text > fusion.unrelated)
  }

  @Test(arguments: 0..<24) func tokensMayComeInAnyOrderAndAtAnyTime(permutation: Int) throws {
    let tokens: [TranscriptToken] = [
      .init("dim", time: 0...0.2, arrival: 1, state: .partial), .init("him red", time: 0...0.4, arrival: 2),
      .init("dim", time: 0...0.2, arrival: 3), .init("lamp", time: 0.3...0.6, arrival: 3),
    ]
    let expected = try understand(Self.unclear, tokens)
    var (rest, order, code) = (tokens, [TranscriptToken](), permutation)
    for count in (1...4).reversed() {
      order.append(rest.remove(at: code % count))
      code /= count
    }
    // Before the sound, during it and after it.
    var recognizer = try recognizer(Self.unclear)
    recognizer.append(order[0])
    try recognizer.append([0.1])
    recognizer.append(order[1])
    recognizer.append(order[2])
    try recognizer.append([0.1])
    recognizer.append(order[3])
    try expect(recognizer.finish(), equals: expected, seconds: false)
    #expect(expected.candidate?.text == "dim lamp")
    // The next segment has forgotten them.
    try recognizer.append([0.1])
    try expect(recognizer.finish(), equals: understand(Self.unclear))
  }

  @Test func aVeryLongTranscriptIsNoCommands() throws {
    let text = Array(repeating: "dim lamp", count: 3000).joined(separator: " ")
    let sound = Self.posteriors("dim red light")
    try expect(understand(sound, [.init(text)], weight: 5), equals: understand(sound))
  }

  @Test func silenceStaysSilence() throws {
    let silence = SyntheticSpeech(phones: []).posteriors
    let result = try understand(silence, [.init("dim lamp")])
    #expect(result.candidate == nil && result.confidence == .none && result.speech == nil)
  }

  private static func posteriors(_ sentence: String, _ other: String? = nil, second: Double = 0) -> PhonePosteriors {
    let first = TinyGraph.sentence(sentence)
    guard let other else { return SyntheticSpeech(phones: first).posteriors }
    // Both sentences in the same frames, the second one with this share.
    let phones = [first, TinyGraph.sentence(other)].map { $0 + Array(repeating: nil, count: 12 - $0.count) }
    let values = (0..<24).flatMap { frame in
      (0..<PhonePosteriors.columns).map { column -> Float in
        let labels = phones.map { frame.isMultiple(of: 2) ? Int($0[frame / 2]?.rawValue ?? 0) : 0 }
        let share = (labels[0] == column ? 1 - second : 0) + (labels[1] == column ? second : 0)
        return Float(log(0.9 * share + 0.1 / 40))
      }
    }
    return PhonePosteriors(logProbabilities: values)
  }

  private func recognizer(_ posteriors: PhonePosteriors, weight: Float? = 1) throws -> Recognizer {
    var settings = Recognizer.Settings()
    if let weight {
      settings.fusion = .late(LateFusion(lexicon: try Self.lexicon.get(), weight: weight))
    }
    return Recognizer(graph: TinyGraph.graph, settings: settings) { _ in posteriors }
  }

  private func understand(
    _ posteriors: PhonePosteriors, _ tokens: [TranscriptToken], weight: Float = 1
  ) throws -> RecognitionResult {
    var recognizer = try recognizer(posteriors, weight: weight)
    for token in tokens { recognizer.append(token) }
    try recognizer.append([0.1])
    return try recognizer.finish()
  }

  /// By sound alone, or with a weight that has nothing to weigh.
  private func understand(_ posteriors: PhonePosteriors, weight: Float? = nil) throws -> RecognitionResult {
    var recognizer = try recognizer(posteriors, weight: weight)
    try recognizer.append([0.1])
    return try recognizer.finish()
  }

  private func expect(
    _ result: RecognitionResult, equals other: RecognitionResult, seconds: Bool = true,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    #expect(result.candidate == other.candidate, sourceLocation: location)
    #expect(result.confidence == other.confidence && result.speech == other.speech, sourceLocation: location)
    #expect(!seconds || result.seconds == other.seconds, sourceLocation: location)
  }
}
