import Aligner
import CAllocations
import Commands
import Lexicon
import Testing

@testable import Recognition

@Suite struct AlternativeSearchTests {
  @Test(arguments: 0..<200 as Range<UInt64>, [1, 2, 3, 5])
  func infiniteBeamEqualsExhaustiveSearch(seed: UInt64, limit: Int) {
    let test = MeaningfulCase(seed: seed)
    let expected = Self.best(Exhaustive(test: test.test).answers(), of: limit, in: test.graph)
    let found = search(test.graph, test.test.posteriors, limit: limit)
    #expect(found.count >= expected.count && found.count <= limit)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found.score - expected.score) < 1e-4)
      if expected.margin > 1e-3 { #expect(found.sentence.meaning(in: test.graph) == expected.meaning) }
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func theBestAlternativeIsWhatTheDecoderFinds(seed: UInt64) throws {
    let test = RandomCase(seed: seed, frames: 60, states: 30, arcs: 90, phones: 8)
    var decoder = CommandDecoder(graph: test.graph, settings: .init(beam: .infinity, maximumActive: .max))
    decoder.push(test.posteriors)
    let path = try #require(decoder.result())
    for limit in [1, 4] {
      let found = try #require(search(test.graph, test.posteriors, limit: limit).first)
      #expect(abs(found.score - path.score) < 1e-3)
      #expect(found.sentence == CommandSentence(path))
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func alternativesDifferInMeaningAndGetWorse(seed: UInt64) {
    let test = MeaningfulCase(seed: seed, frames: 40)
    let found = search(test.graph, test.test.posteriors, limit: 6)
    #expect(Set(found.map { $0.sentence.meaning(in: test.graph) }).count == found.count)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func aSentencesOwnAlignmentHasItsScore(seed: UInt64) throws {
    let test = MeaningfulCase(seed: seed, frames: 30)
    for found in search(test.graph, test.test.posteriors, limit: 6) {
      let part = SentenceGraph(found.sentence, of: test.graph, incoming: IncomingArcs(test.graph))
      let path = try #require(part.path(in: test.test.posteriors, .init()))
      #expect(abs(path.score - found.score) < 1e-3)
      #expect(CommandSentence(path) == found.sentence)
    }
  }

  @Test func aSearchCanBeUsedAgain() {
    let (first, second) = (MeaningfulCase(seed: 1, frames: 30), RandomCase(seed: 2, frames: 50))
    var search = AlternativeSearch(graph: first.graph, keys: MeaningKeys(first.graph), limit: 4, beam: .infinity)
    let fresh = search.sentences(in: first.test.posteriors)
    _ = search.sentences(in: second.posteriors)
    let again = search.sentences(in: first.test.posteriors)
    #expect(again.map(\.sentence) == fresh.map(\.sentence) && again.map(\.score) == fresh.map(\.score))
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "unoptimised Swift allocates for itself"))
  func searchingAFrameAllocatesNothing() {
    let test = RandomCase(seed: 5, frames: 400, states: 40, arcs: 160, phones: 12)
    var search = AlternativeSearch(graph: test.graph, keys: MeaningKeys(test.graph), limit: 4, beam: 20)
    _ = search.sentences(in: test.posteriors)
    let before = allocations_of_this_thread()
    _ = search.sentences(in: test.posteriors)
    // What is found is allocated (285 times here); frames are not, or there would be 400 more.
    #expect(allocations_of_this_thread() - before < 400)
  }

  private func search(_ graph: CommandGraph, _ posteriors: PhonePosteriors, limit: Int) -> [ScoredSentence] {
    var search = AlternativeSearch(graph: graph, keys: MeaningKeys(graph), limit: limit, beam: .infinity)
    return search.sentences(in: posteriors)
  }

  struct Expected {
    var meaning: CommandMeaning
    var score: Float
    /// The distance to the next worse one, and to the next better one.
    var margin: Float
  }

  /// The best of each meaning among the best `limit` ways of filling slots.
  static func best(_ answers: [[Int]: Float], of limit: Int, in graph: CommandGraph) -> [Expected] {
    var best: [MeaningfulCase.Meaning: (score: Float, outputs: [Int])] = [:]
    for (outputs, score) in answers {
      let meaning = MeaningfulCase.Meaning(outputs, in: graph)
      if score > best[meaning]?.score ?? -.infinity { best[meaning] = (score, outputs) }
    }
    let order = best.values.sorted { $0.score > $1.score }
    var seen: Set<CommandMeaning> = []
    return order.prefix(limit).enumerated().compactMap { index, answer in
      let meaning = MeaningfulCase.values(answer.outputs, in: graph)
      guard seen.insert(meaning).inserted else { return nil }
      let next = index + 1 < order.count ? answer.score - order[index + 1].score : .infinity
      let previous = index > 0 ? order[index - 1].score - answer.score : .infinity
      return Expected(meaning: meaning, score: answer.score, margin: min(next, previous))
    }
  }
}
