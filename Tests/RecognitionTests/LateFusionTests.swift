import Aligner
import Commands
import Foundation
import Lexicon
import TestSupport
import Testing

@testable import Recognition

/// A recogniser over posteriors that are given, whatever the samples are.
@Suite struct LateFusionTests {
  private static let unclear = GivenSound.unclear

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
    let (both, alone) = (try understand(sound, [.init(text)]), try understand(sound))
    #expect(both.candidate?.words == alone.candidate?.words && both.speech == alone.speech)
    #expect(both.candidate?.slots.map(\.value) == alone.candidate?.slots.map(\.value))
    #expect(both.interpretation != nil)
  }

  /// The sound says that something is called, the transcript what; one that has nothing to do with it says nothing.
  @Test func aFreePartHasTheWordsOfTheTranscript() throws {
    let sound = Self.posteriors("call lamp now")
    let named = try #require(try understand(sound, [.init("Call Aunt May now!")]).candidate)
    #expect(named.slots.map(\.value) == [.text("Aunt May")] && named.slots[0].words == ["Aunt", "May"])
    #expect(named.text == "call Aunt May now")
    #expect(zip(named.words, named.words.dropFirst()).allSatisfy { $0.time.lowerBound <= $1.time.lowerBound })
    for text in ["the weather in boston", "..."] {
      let other = try #require(try understand(sound, [.init(text)]).candidate)
      let alone = try #require(try understand(sound).candidate)
      #expect(other.slots.map(\.value) == alone.slots.map(\.value) && other.text == "call now")
    }
  }

  /// A transcript that is too long does not count, and the result says why; the next segment knows nothing of it.
  @Test func aTranscriptThatIsTooLongLeavesTheSoundAlone() throws {
    let sound = Self.posteriors("dim red light")
    for text in [String(repeating: "lamp ", count: 257), String(repeating: "lamp", count: 100_000)] {
      let both = try understand(sound, [TranscriptToken(text)], weight: 5)
      guard case .tooLong? = both.unread else {
        Issue.record("it was read")
        continue
      }
      try expect(both, equals: understand(sound))
    }
    #expect(try understand(sound, [.init("dim lamp")]).unread == nil)
  }

  /// What nobody waits for any more proposes nothing by text.
  @Test func fusionThatIsNotWantedEndsSoon() throws {
    let long = TranscriptToken(String(repeating: "call me lamp ", count: 33))
    let start = processorTime
    let result = try understand(Self.posteriors("dim red light"), [long], weight: 5, until: { true })
    #expect(result.fusion?.candidates.isEmpty != false)
    #expect(processorTime - start < .seconds(5))
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
    GivenSound.posteriors(sentence, other, second: second)
  }

  private func understand(
    _ posteriors: PhonePosteriors, _ tokens: [TranscriptToken], weight: Float = 1,
    until isCancelled: @escaping Cancellation = { false }
  ) throws -> RecognitionResult {
    let fusion = LateFusion(lexicon: try GivenSound.lexicon.get(), weight: weight)
    return try GivenSound.understand(posteriors, tokens, .late(fusion), until: isCancelled)
  }

  /// By sound alone, or with a weight that has nothing to weigh.
  private func understand(_ posteriors: PhonePosteriors, weight: Float? = nil) throws -> RecognitionResult {
    guard let weight else { return try GivenSound.understand(posteriors, [], .none) }
    return try understand(posteriors, [], weight: weight)
  }

  /// The same but for what fusion says of it.
  private func expect(
    _ result: RecognitionResult, equals other: RecognitionResult,
    location: Testing.SourceLocation = #_sourceLocation
  ) {
    var (result, other) = (result, other)
    (result.fusion, other.fusion) = (nil, nil)
    RecognitionTests.expect(result, equals: other, location: location)
  }
}
