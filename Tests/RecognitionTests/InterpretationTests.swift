import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

@Suite struct InterpretationTests {
  @Test func fixedSlotsHaveNoTimeAndComeLast() throws {
    let meaning = try #require(interpret(TinyGraph.sentence("set lamp")))
    #expect(meaning.intent == "set")
    #expect(meaning.text == "set lamp")
    #expect(meaning.slots.map(\.name) == ["on", "what"])
    #expect(meaning.slots.map(\.value) == [.integer(1), .text("lamp")])
    #expect(meaning.slots.allSatisfy { $0.time == nil && $0.words.isEmpty })
  }

  @Test(arguments: ["red light", "lamp"]) func spokenSlotsSpanTheirWords(value: String) throws {
    let meaning = try #require(interpret(TinyGraph.sentence("dim \(value)")))
    let slot = try #require(meaning.slots.first)
    #expect(meaning.intent == "dim" && meaning.slots.count == 1)
    #expect(slot.value == .text(value))
    #expect(slot.words.joined(separator: " ") == value)
    #expect(slot.time == meaning.words[1].time.lowerBound..<meaning.words[meaning.words.count - 1].time.upperBound)
  }

  @Test func wordsAreWhereTheirPhonesAre() throws {
    // One frame a phone and one blank after each, so that phone n is frame 2n.
    let meaning = try #require(interpret(spikes: TinyGraph.sentence("set lamp")))
    #expect(meaning.words.map(\.text) == ["set", "lamp"])
    expect(meaning.words[0].time, frames: 0..<5)
    expect(meaning.words[1].time, frames: 6..<13)
  }

  @Test func wildcardsAreThePhonesThatWereHeard() throws {
    let who = TinyGraph.phones("AE N AH")
    let meaning = try #require(interpret(spikes: TinyGraph.sentence("call") + who + TinyGraph.sentence("now")))
    let slot = try #require(meaning.slots.first)
    #expect(meaning.text == "call now")
    #expect(slot.value == .text("/AE N AH/") && slot.words.isEmpty)
    expect(try #require(slot.time), frames: 6..<11)
  }

  @Test func anUnfinishedPathMeansNothing() throws {
    var decoder = CommandDecoder(graph: TinyGraph.graph, settings: .init(beam: 8))
    decoder.push(SyntheticSpeech(phones: TinyGraph.sentence("set")).posteriors)
    #expect(decoder.result() == nil)
    let path = try #require(decoder.partialResult())
    #expect(path.steps.map { TinyGraph.graph.outputs[$0.output].word } == ["set"])
    #expect(Interpretation(path: path, graph: TinyGraph.graph, heard: FreePhones()) == nil)
  }

  @Test func fillerPassesOverACoughBeforeAndAfter() throws {
    let cough = TinyGraph.phones("HH AH HH")
    let posteriors = SyntheticSpeech(phones: cough + TinyGraph.sentence("dim lamp") + cough).posteriors
    func decode(_ filler: CommandDecoder.Filler?) throws -> (words: [String?], confidence: Double) {
      var decoder = CommandDecoder(graph: TinyGraph.graph, settings: .init(filler: filler))
      decoder.push(posteriors)
      let path = try #require(decoder.result())
      var heard = FreePhones()
      heard.append(posteriors)
      let features = Confidence.Features(of: path, in: TinyGraph.graph, heard: heard)
      return (path.steps.map { TinyGraph.graph.outputs[$0.output].word }, Confidence(features).value)
    }
    let (with, without) = (try decode(.init(entry: 1, perPhone: 1)), try decode(nil))
    #expect(with.words == ["dim", "lamp"] && with.confidence > 10 * without.confidence)
    #expect(without.confidence < 0.1)
  }

  private func interpret(_ phones: [Phone]) -> Interpretation? {
    interpret(SyntheticSpeech(phones: phones, seed: 9).posteriors)
  }

  private func interpret(spikes phones: [Phone]) -> Interpretation? {
    interpret(
      PhonePosteriors(
        logProbabilities: phones.flatMap { [Int($0.rawValue), 0] }.flatMap { label in
          (0..<PhonePosteriors.columns).map { $0 == label ? -0.1 : -6 }
        }))
  }

  private func interpret(_ posteriors: PhonePosteriors) -> Interpretation? {
    var decoder = CommandDecoder(graph: TinyGraph.graph)
    var heard = FreePhones()
    decoder.push(posteriors)
    heard.append(posteriors)
    return decoder.result().flatMap { Interpretation(path: $0, graph: TinyGraph.graph, heard: heard) }
  }

  private func expect(
    _ time: Range<Double>, frames: Range<Int>, location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      abs(time.lowerBound / PhonePosteriors.frameDuration - Double(frames.lowerBound)) < 1e-9, sourceLocation: location)
    #expect(
      abs(time.upperBound / PhonePosteriors.frameDuration - Double(frames.upperBound)) < 1e-9, sourceLocation: location)
  }
}
