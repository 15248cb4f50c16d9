import Commands
import Testing

@testable import Recognition

@Suite struct SlotConfidenceTests {
  /// "dim" is sure; what is to be dimmed is half "red light" and half "lamp".
  @Test func onlyTheSlotThatIsDoubtfulIsDoubted() throws {
    let sure = try GivenSound.understand(GivenSound.posteriors("dim red light"), [], .none)
    let unclear = try GivenSound.understand(GivenSound.unclear, [], .none)
    let (sureSlot, doubted) = (try #require(sure.candidate?.slots.first), try #require(unclear.candidate?.slots.first))
    let confidences = (try #require(sureSlot.confidence), try #require(doubted.confidence))
    #expect(confidences.0 > 0.9 && confidences.1 < confidences.0)
    #expect(abs(confidences.1 - unclear.confidence.value) < 0.2)
  }

  /// The rival says another value of "what", and the same of "on".
  @Test func aRivalSpeaksAgainstWhatItSaysOtherwise() throws {
    let path = CommandPath(
      steps: [
        .init(output: 0, frames: 0..<6, phones: 3, score: -0.3),
        .init(output: 1, frames: 6..<14, phones: 4, score: -0.4),
      ], final: 0, score: -0.7, logProbability: -2, frameCount: 14)
    var heard = FreePhones()
    heard.append(GivenSound.posteriors("dim lamp"))
    let features = Confidence.Features(of: path, in: TinyGraph.graph, heard: heard, margin: 0.1)
    var command = Interpretation(
      intent: "set",
      slots: [
        .init(name: "what", value: .text("lamp"), time: nil, words: []),
        .init(name: "on", value: .integer(1), time: nil, words: []),
      ], words: [], score: -0.7)
    var rival = CommandMeaning(CommandReading())
    rival.values = ["what": .text("light"), "on": .integer(1)]
    command.judge(
      path, in: TinyGraph.graph, Confidence(features), against: [Rival(meaning: rival, margin: 0.1)], .segments,
      in: .addressed)
    let confidences = command.slots.compactMap(\.confidence)
    #expect(confidences.count == 2 && confidences[0] < confidences[1])
  }

  /// Whoever is called "now" or not: another way to call somebody does not speak against who it is.
  @Test func aWildcardIsDoubtedOnlyByWhatLacksIt() throws {
    let phones = TinyGraph.sentence("call") + TinyGraph.phones("AE N AH") + TinyGraph.sentence("now")
    let posteriors = SyntheticSpeech(phones: phones).posteriors
    var decoder = CommandDecoder(graph: TinyGraph.graph, settings: .init())
    decoder.push(posteriors)
    let path = try #require(decoder.result())
    var heard = FreePhones()
    heard.append(posteriors)
    let command = try #require(Interpretation(path: path, graph: TinyGraph.graph, heard: heard))
    let features = Confidence.Features(of: path, in: TinyGraph.graph, heard: heard, margin: 0.1)
    let calling = Rival(try #require(CommandSentence(path)), in: TinyGraph.graph, margin: 0.1)
    #expect(calling.wildcards == ["who"])
    var dimming = calling
    dimming.wildcards = []
    func confidence(against rival: Rival) throws -> Double {
      var command = command
      command.judge(path, in: TinyGraph.graph, Confidence(features), against: [rival], .segments, in: .addressed)
      return try #require(command.slots.first?.confidence)
    }
    #expect(try confidence(against: dimming) < confidence(against: calling))
  }

  @Test func theWordThatWasHeardWorstIsNamed() throws {
    let words: [Interpretation.Word] = [
      .init(text: "call", time: 0..<1, ratio: -0.5), .init(text: "Ann", time: 1..<2),
      .init(text: "now", time: 2..<3, ratio: -3),
    ]
    #expect(Interpretation(intent: "call", slots: [], words: words, score: -4).weakestWord?.text == "now")
    let heard = try GivenSound.understand(GivenSound.posteriors("dim red light"), [], .none)
    #expect(heard.candidate?.words.allSatisfy { ($0.ratio ?? 1) <= 0 } == true)
  }
}
