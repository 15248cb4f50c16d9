import Aligner
import Commands
import Foundation
import Lexicon
import TestSupport
import Testing

@testable import Recognition

@Suite struct TranscriptSearchTests {
  @Test(arguments: 0..<150 as Range<UInt64>, [1, 2, 4])
  func infiniteBeamEqualsExhaustiveSearch(seed: UInt64, limit: Int) {
    let test = MeaningfulCase(seed: seed, isAcyclic: true)
    var random = SplitMix64(seed: seed &* 7 &+ 1)
    let transcript = Self.transcript(words: 2, using: &random)
    let answers = ExhaustiveChannel(graph: test.graph, transcript: transcript).answers()
    let expected = AlternativeSearchTests.best(answers, of: limit, in: test.graph)
    let found = search(test.graph, transcript, limit: limit)
    #expect(found.count >= expected.count && found.count <= limit)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found.score - expected.score) < 1e-3)
      if expected.margin > 1e-2 { #expect(found.sentence.meaning(in: test.graph) == expected.meaning) }
    }
  }

  @Test(arguments: CommandFileTests.files) func anExactTranscriptMeansItsSentence(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    var search = TranscriptSearch(
      graph: graph, keys: MeaningKeys(graph), channel: PhoneChannel(), limit: 2, beam: FusionSearch.textBeam,
      slack: FusionSearch.textSlack)
    var random = SplitMix64(seed: 2027)
    // Unoptimised, the search takes its time.
    for template in stride(from: 0, to: grammar.templateCount, by: _isDebugAssertConfiguration() ? 8 : 1) {
      let sample = grammar.sample(template: template, using: &random)
      var transcript = TokenTranscript()
      transcript.append(TranscriptToken(sample.words.joined(separator: " ") + "."))
      let found = search.sentences(for: TranscriptPhones(try transcript.spokenWords(by: lexicon))).first
      let meaning = found?.sentence.meaning(in: graph)
      let sentence = Comment(rawValue: sample.words.joined(separator: " "))
      #expect(meaning?.intent == sample.intent, sentence)
      // Of a word that stands in a list and in a range, either reading is right: "1" and 1.
      for (name, value) in meaning?.values ?? [:] {
        #expect(value.description == sample.slots[name]?.description, sentence)
      }
    }
  }

  @Test(arguments: [
    "set lamp please", "um set the lamp", "set lamb", "sat lamp", "set a red lamp", "so set lamp now then",
  ])
  func aTranscriptWithErrorsIsStillUnderstood(text: String) throws {
    #expect(try best(text)?.intent == "set")
  }

  @Test(arguments: ["dim", "dim red light", "dim the red lights now", "red light", "dim write light"])
  func slotsAreUnderstoodByTheirSound(text: String) throws {
    let meaning = try best(text, limit: 4)
    #expect(meaning?.intent == "dim")
    if text.contains("light") { #expect(meaning?.values["what"] == .text("red light")) }
  }

  @Test func betterTranscriptsScoreHigher() throws {
    let part = SentenceGraph(Self.setLamp, of: TinyGraph.graph, incoming: IncomingArcs(TinyGraph.graph))
    let scores = try ["set lamp", "set lamb", "set", "hello world"].map { text in
      let phones = try Self.phones(text)
      return part.explanation(of: phones, by: PhoneChannel()) / Float(phones.words.reduce(0) { $0 + $1.shortest })
    }
    #expect(scores == scores.sorted(by: >))
  }

  @Test func withoutConfidenceNothingIsSaid() throws {
    var phones = try Self.phones("set lamp")
    for index in phones.words.indices { phones.words[index].confidence = 0 }
    #expect(search(TinyGraph.graph, phones, limit: 4).allSatisfy { $0.score > -1 })
  }

  static let setLamp: CommandSentence = {
    let outputs = TinyGraph.graph.outputs
    let words = ["set", "lamp"].compactMap { word in outputs.firstIndex { $0.word == word }.map(Int32.init) }
    return CommandSentence(outputs: words, final: 0)
  }()

  private func best(_ text: String, limit: Int = 2) throws -> CommandMeaning? {
    search(TinyGraph.graph, try Self.phones(text), limit: limit).first?.sentence.meaning(in: TinyGraph.graph)
  }

  private func search(_ graph: CommandGraph, _ transcript: TranscriptPhones, limit: Int) -> [ScoredSentence] {
    var search = TranscriptSearch(
      graph: graph, keys: MeaningKeys(graph), channel: PhoneChannel(), limit: limit, beam: .infinity)
    return search.sentences(for: transcript)
  }

  private static func phones(_ text: String) throws -> TranscriptPhones {
    var transcript = TokenTranscript()
    transcript.append(TranscriptToken(text))
    return TranscriptPhones(try transcript.spokenWords(by: lexicon.get()))
  }

  private static let lexicon = Result { try Lexicon() }

  /// Words of one to three phones, said in one or two ways.
  private static func transcript(words: Int, using random: inout SplitMix64) -> TranscriptPhones {
    var result = TranscriptPhones(words: [])
    for _ in 0..<words {
      let ways = (0..<Int.random(in: 1...2, using: &random)).map { _ in
        Pronunciation(
          (0..<Int.random(in: 1...3, using: &random)).map { _ in Phone.all[Int.random(in: 0...3, using: &random)] })
      }
      result.words.append(.init(pronunciations: ways, confidence: Float.random(in: 0.2...1, using: &random)))
    }
    return result
  }
}
