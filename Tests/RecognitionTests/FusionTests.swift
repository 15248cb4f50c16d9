import Aligner
import Kernels
import Lexicon
import Testing

@testable import Recognition

/// What every kind of fusion promises, whatever its weights are.
@Suite struct FusionTests {
  static let strategies = FusionStrategy.all + [.weighted(share: 0), .weighted(share: 1)]

  /// Law 3 of docs/architecture.md.
  @Test(arguments: strategies) func withoutTokensTheResultIsTheSoundsOwn(strategy: FusionStrategy) throws {
    for sentence in ["dim lamp", "set lamp", "call lamp now"] {
      let sound = GivenSound.posteriors(sentence)
      let fused = try GivenSound.understand(sound, [], neural(strategy))
      expect(fused, equals: try GivenSound.understand(sound, [], .none))
      #expect(fused.fusion == nil && fused.candidate != nil)
    }
  }

  @Test(arguments: strategies) func tokensThatSayNothingChangeNothing(strategy: FusionStrategy) throws {
    let sound = GivenSound.posteriors("dim red light")
    let alone = try GivenSound.understand(sound, [], .none)
    let long = Array(repeating: "dim lamp", count: 51).joined(separator: " ")
    for token in [TranscriptToken("..."), .init("dim lamp", confidence: 0), .init(long)] {
      expect(try GivenSound.understand(sound, [token], neural(strategy)), equals: alone)
    }
  }

  @Test(arguments: strategies) func fusedSoundTakesPartInTheDecision(strategy: FusionStrategy) throws {
    let fusion = try #require(
      GivenSound.understand(GivenSound.unclear, [.init("dim lamp")], neural(strategy)).fusion)
    let texts = fusion.candidates.map(\.interpretation.text)
    #expect(texts.contains("dim lamp") && texts.contains("dim red light") && Set(texts).count == texts.count)
    let scores = try fusion.candidates.map { try #require($0.fused) }
    #expect(zip(scores, fusion.candidates).contains { $0 != $1.interpretation.score })
    #expect(scores.allSatisfy { $0 < 0.1 })
  }

  /// The weights alone say who decides.
  @Test(arguments: strategies) func everyScoreCanDecideAlone(strategy: FusionStrategy) throws {
    for text in ["dim lamp", "set lamp", "dim red light"] {
      func candidates(_ weights: [Float]) throws -> [FusionEvidence.Candidate] {
        var fusion = try NeuralFusion(strategy, aligner: GivenSound.aligner.get(), lexicon: GivenSound.lexicon.get())
        (fusion.soundWeight, fusion.fusedWeight, fusion.textWeight) = (weights[0], weights[1], weights[2])
        let result = try GivenSound.understand(GivenSound.unclear, [.init(text)], .neural(fusion))
        return try #require(result.fusion).candidates
      }
      let bySound = try candidates([1, 0, 1e-6])
      #expect(bySound.map(\.interpretation.score).max() == bySound[0].interpretation.score)
      let byBoth = try candidates([0, 1, 0])
      #expect(byBoth.compactMap(\.fused).max() == byBoth[0].fused)
      let byText = try candidates([0, 1, .infinity])
      #expect(byText.map(\.text).max() == byText[0].text && byText[0].interpretation.text == text)
    }
  }

  @Test(arguments: [true, false], 0..<24) func tokensMayComeInAnyOrderAndAtAnyTime(late: Bool, permutation: Int) throws
  {
    let fusion = late ? Fusion.late(.init(lexicon: try GivenSound.lexicon.get())) : try neural(.attention)
    let tokens: [TranscriptToken] = [
      .init("dim", time: 0...0.2, arrival: 1, state: .partial), .init("him red", time: 0...0.4, arrival: 2),
      .init("dim", time: 0...0.2, arrival: 3), .init("lamp", time: 0.3...0.6, arrival: 3),
    ]
    let expected = try GivenSound.understand(GivenSound.unclear, tokens, fusion)
    var (rest, order, code) = (tokens, [TranscriptToken](), permutation)
    for count in (1...4).reversed() {
      order.append(rest.remove(at: code % count))
      code /= count
    }
    // Before the sound, during it and after it.
    let recognizer = GivenSound.recognizer(GivenSound.unclear, fusion)
    recognizer.append(order[0])
    recognizer.append([0.1])
    recognizer.append(order[1])
    recognizer.append(order[2])
    recognizer.append([0.1])
    recognizer.append(order[3])
    expect(try recognizer.finish(), equals: expected, seconds: false)
    #expect(expected.fusion != nil)
    if late { #expect(expected.candidate?.text == "dim lamp") }
    // The next segment has forgotten them.
    recognizer.append([0.1])
    expect(try recognizer.finish(), equals: try GivenSound.understand(GivenSound.unclear, [], .none))
  }

  @Test func aTokenAfterTheEndBelongsToTheNextSegment() throws {
    let fusion = try neural(.attention)
    let recognizer = GivenSound.recognizer(GivenSound.unclear, fusion)
    recognizer.append([0.1])
    #expect(try recognizer.finish().fusion == nil)
    recognizer.append(TranscriptToken("dim lamp"))
    recognizer.append([0.1])
    expect(
      try recognizer.finish(), equals: try GivenSound.understand(GivenSound.unclear, [.init("dim lamp")], fusion))
  }

  /// Memory is bounded however long a segment is.
  @Test func aSegmentThatIsTooLongIsNotFused() {
    let part = GivenSound.heard(GivenSound.unclear)
    var sound = HeardSound()
    sound.append(part)
    #expect(sound.memories == part.memories)
    for _ in 1..<HeardSound.longest / part.frameCount { sound.append(part) }
    #expect(sound.isComplete && sound.frameCount == HeardSound.longest)
    sound.append(part)
    #expect(!sound.isComplete && sound.memories.values.isEmpty)
    #expect(sound.frameCount == HeardSound.longest + part.frameCount)
  }

  /// Windows give every frame's memories once and in order.
  @Test(arguments: [1, 321, 6400]) func windowsMakeNoDifference(portion: Int) throws {
    let columns =
      Array(repeating: 0, count: 37) + TinyGraph.sentence("dim red light").flatMap { [Int($0.rawValue), 0] }
    let samples = columns.flatMap { Array(repeating: (Float($0) + 1) / 64, count: EncoderWindows.frame) }
    let results = try [EncoderWindows(), RecognizerTests.windows].map { windows in
      var settings = Recognizer.Settings()
      settings.fusion = try neural(.attention)
      let ear = WholeEar(windows: windows, givesRoom: false) { GivenSound.heard(RecognizerTests.posteriors(of: $0)) }
      let recognizer = Recognizer(graph: TinyGraph.graph, settings: settings, ear: ear)
      recognizer.append(TranscriptToken("dim lamp"))
      for start in stride(from: 0, to: samples.count, by: portion) {
        recognizer.append(Array(samples[start..<min(samples.count, start + portion)]))
      }
      return try recognizer.finish()
    }
    #expect(results[0].fusion != nil)
    expect(results[0], equals: results[1])
  }

  private func neural(_ strategy: FusionStrategy) throws -> Fusion {
    .neural(try NeuralFusion(strategy, aligner: GivenSound.aligner.get(), lexicon: GivenSound.lexicon.get()))
  }
}
