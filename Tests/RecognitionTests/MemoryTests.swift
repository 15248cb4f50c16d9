import Aligner
import Commands
import Kernels
import Lexicon
import Testing

@testable import Recognition

/// What a stream holds: what is alive in its sound, however large the graph is, and next to nothing while nobody speaks.
@Suite struct MemoryTests {
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

  @Test(arguments: [true, false])
  func aStreamHoldsWhatIsAlive(keepsSound: Bool) throws {
    var settings = Recognizer.Settings()
    settings.fusion = .late(LateFusion(lexicon: try Lexicon()))
    let small = try held(by: graph, settings, keepsSound: keepsSound)
    let large = try held(by: Self.beside(graph, states: 200_000), settings, keepsSound: keepsSound)
    #expect(small.intents == ["light", "wait", "agree", "light", "wait", "agree"])
    #expect(large.intents == small.intents)
    // A bit for every state would be 25,000 bytes. Room in arrays depends a little on what was lent to whom.
    #expect(abs(large.speaking - small.speaking) < 20_000 && abs(large.silent - small.silent) < 20_000)
    // The network's memory is 0.87 MB of it.
    #expect(small.speaking < 1_500_000)
    #expect(small.silent < 100_000)
    print("speaking \(small.speaking) bytes, silent \(small.silent)")
  }

  /// All tokens that the search may have, for as long as a segment lasts and longer.
  @Test func aDecoderHoldsItsTokensAndTheirWords() {
    let test = RandomCase(seed: 11, frames: 1500, states: 4000, arcs: 12_000, phones: 12)
    var decoder = CommandDecoder(graph: test.graph, settings: .init(maximumActive: 1000))
    let empty = decoder.byteCount
    decoder.push(test.posteriors)
    #expect(decoder.byteCount < 1_000_000)
    decoder.reset()
    #expect(empty == decoder.byteCount && empty < 1000)
  }

  @Test func whatSearchesNeedOfAGraphIsComputedOnce() {
    let copy = graph
    #expect(graph.index === copy.index)
    let other = CommandGraph(
      stateCount: graph.stateCount, start: graph.start, arcs: graph.arcs, finals: graph.finals, outputs: graph.outputs)
    #expect(graph.index !== other.index)
  }

  /// Decoders of one graph that take turns with what they borrow are as good as each by itself.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func decodersTakeTurns(seed: UInt64) {
    let first = RandomCase(seed: seed, frames: 60, states: 30, arcs: 90, phones: 8)
    let second = RandomCase(seed: seed + 100, frames: 60, states: 30, arcs: 90, phones: 8)
    var decoders = [CommandDecoder(graph: first.graph), CommandDecoder(graph: first.graph)]
    var alone = decoders
    alone[0].push(first.posteriors)
    alone[1].push(second.posteriors)
    for start in stride(from: 0, to: 60, by: 7) {
      for (index, test) in [first, second].enumerated() {
        decoders[index].push(test.posteriors.frames(start..<min(start + 7, 60)))
      }
    }
    #expect(decoders.map { $0.result() } == alone.map { $0.result() })
    #expect(decoders.map { $0.partialResult() } == alone.map { $0.partialResult() })
  }

  private struct Held {
    var (speaking, silent) = (0, 0)
    var intents: [String?] = []
  }

  /// The most that a recogniser holds in the samples, some seconds of silence after them, and then.
  private func held(by graph: CommandGraph, _ settings: Recognizer.Settings, keepsSound: Bool) throws -> Held {
    let live = LiveRecognizer(
      graph: graph, settings: settings, patience: .default, partials: true, keepsSound: keepsSound,
      ear: ears.ear(for: settings.fusion))
    var held = Held()
    let sound = samples + [Float](repeating: 1e-5, count: 32_000)
    for start in stride(from: 0, to: sound.count, by: 1600) {
      let events = live.append(Array(sound[start..<min(start + 1600, sound.count)]))
      held.speaking = max(held.speaking, live.byteCount)
      for case .ended(let segment) in events {
        #expect(segment.samples.isEmpty == !keepsSound)
        held.intents += try live.recognize(segment).map { $0.interpretation?.intent }
      }
    }
    held.silent = live.byteCount
    return held
  }

  /// The same commands in a graph with many states that nothing leads to.
  private static func beside(_ graph: CommandGraph, states: Int) -> CommandGraph {
    let more = (0..<states).map { state in
      CommandGraph.Arc(
        source: Int32(graph.stateCount + state), target: Int32(graph.stateCount + (state + 1) % states),
        phone: Phone.all[state % Phone.all.count], beginsWord: false)
    }
    return CommandGraph(
      stateCount: graph.stateCount + states, start: graph.start, arcs: graph.arcs + more, finals: graph.finals,
      outputs: graph.outputs)
  }
}
