import Aligner
import CAllocations
import Commands
import Lexicon
import Testing

@testable import Recognition

@Suite struct CommandDecoderTests {
  static let exact = CommandDecoder.Settings(beam: .infinity, maximumActive: .max)

  @Test(arguments: 0..<300 as Range<UInt64>)
  func infiniteBeamEqualsExhaustiveSearch(seed: UInt64) throws {
    let test = RandomCase(seed: seed)
    try expect(decode(test), equals: Exhaustive(test: test).answer(), test: test)
  }

  @Test(arguments: 300..<360 as Range<UInt64>)
  func fillerEqualsExhaustiveSearch(seed: UInt64) throws {
    let test = RandomCase(seed: seed, frames: 5)
    let filler = CommandDecoder.Filler(entry: 0.5, perPhone: 0.75, perFrame: 0.25)
    var settings = Self.exact
    settings.filler = filler
    try expect(decode(test, settings), equals: Exhaustive(test: test, filler: filler).answer(), test: test)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func wideBeamEqualsInfiniteBeam(seed: UInt64) {
    let test = RandomCase(seed: seed, frames: 60, states: 30, arcs: 90, phones: 8)
    #expect(decode(test, .init(beam: 60, maximumActive: 89)) == decode(test))
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func prunedSearchNeverScoresBetterThanExact(seed: UInt64) throws {
    let test = RandomCase(seed: seed, frames: 60, states: 30, arcs: 90, phones: 8)
    let exact = try #require(decode(test))
    for settings in [CommandDecoder.Settings(beam: 2), .init(beam: 30, maximumActive: 5)] {
      if let pruned = decode(test, settings) { #expect(pruned.score <= exact.score) }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func everyPrefixDecodedFrameByFrameEqualsThePrefixAtOnce(seed: UInt64) {
    let test = RandomCase(seed: seed, frames: 30, states: 10, arcs: 30, phones: 4)
    var streaming = CommandDecoder(graph: test.graph)
    let columns = PhonePosteriors.columns
    for count in 1...30 {
      let values = test.posteriors.logProbabilities
      streaming.push(PhonePosteriors(logProbabilities: Array(values[(count - 1) * columns..<count * columns])))
      var batch = CommandDecoder(graph: test.graph)
      batch.push(PhonePosteriors(logProbabilities: Array(values[..<(count * columns)])))
      #expect(streaming.result() == batch.result())
      #expect(streaming.partialResult() == batch.partialResult())
    }
  }

  @Test func resetForgetsEverything() {
    let (first, second) = (RandomCase(seed: 1, frames: 20), RandomCase(seed: 2, frames: 20))
    var decoder = CommandDecoder(graph: first.graph)
    decoder.push(first.posteriors)
    let expected = decoder.result()
    decoder.reset()
    #expect(decoder.result() == nil)
    decoder.push(second.posteriors)
    decoder.reset()
    decoder.push(first.posteriors)
    #expect(decoder.result() == expected)
  }

  @Test func impossibleFramesLeaveNoSentence() {
    let test = RandomCase(seed: 3)
    for value in [Float.nan, -.infinity, .infinity] {
      var decoder = CommandDecoder(graph: test.graph)
      let frame = [Float](repeating: value, count: 4 * PhonePosteriors.columns)
      decoder.push(PhonePosteriors(logProbabilities: frame))
      decoder.push(test.posteriors)
      #expect(decoder.result() == nil)
      #expect(decoder.activeArcs.isEmpty)
      decoder.reset()
      decoder.push(test.posteriors)
      #expect(decoder.result() == decode(test, .init()))
    }
  }

  @Test func ofSeveralMeaningsTheFirstIsTaken() throws {
    let arc = CommandGraph.Arc(source: 0, target: 1, phone: Phone.all[0], beginsWord: true)
    let graph = CommandGraph(
      stateCount: 2, start: 0, arcs: [arc], finals: [.init(state: 1, output: 0), .init(state: 1, output: 1)],
      outputs: [.init(tags: [], word: nil), .init(tags: [], word: nil)])
    var decoder = CommandDecoder(graph: graph)
    decoder.push(SyntheticSpeech(phones: [Phone.all[0]]).posteriors)
    #expect(try #require(decoder.result()).final == 0)
  }

  @Test func historyIsCollectedWithoutLoss() throws {
    let test = RandomCase(seed: 11, frames: 3000, states: 12, arcs: 60, phones: 6)
    var (small, large) = (CommandDecoder(graph: test.graph), CommandDecoder(graph: test.graph))
    small.history = WordHistory(limit: 64)
    large.history = WordHistory(limit: 1 << 18)
    small.push(test.posteriors)
    large.push(test.posteriors)
    #expect(small.result() == large.result())
    #expect(small.history.words.count < large.history.words.count / 4)
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "unoptimised Swift allocates for itself"))
  func pushingFramesAllocatesNothing() {
    let test = RandomCase(seed: 5, frames: 400, states: 40, arcs: 160, phones: 12)
    var decoder = CommandDecoder(graph: test.graph, settings: .init(maximumActive: 60))
    // There is room for the tokens then.
    decoder.push(test.posteriors)
    let before = allocations_of_this_thread()
    decoder.push(test.posteriors)
    let after = allocations_of_this_thread()
    #expect(after == before)
    // The counter counts.
    #expect([Float](repeating: 1, count: decoder.frameCount).count == 800)
    #expect(allocations_of_this_thread() > after)
  }

  private func decode(
    _ test: RandomCase, _ settings: CommandDecoder.Settings = Self.exact
  ) -> CommandPath? {
    var decoder = CommandDecoder(graph: test.graph, settings: settings)
    decoder.push(test.posteriors)
    return decoder.result()
  }

  private func expect(
    _ path: CommandPath?, equals answer: Exhaustive.Answer?, test: RandomCase,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    guard let answer else {
      #expect(path == nil, sourceLocation: location)
      return
    }
    let path = try #require(path, sourceLocation: location)
    #expect(abs(path.score - answer.score) < 1e-4, sourceLocation: location)
    if answer.margin > 1e-3 {
      #expect(path.steps.map(\.output) + [path.final ?? -1] == answer.outputs, sourceLocation: location)
    }
  }
}
