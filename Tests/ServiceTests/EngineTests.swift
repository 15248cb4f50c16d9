import Aligner
import Commands
import Lexicon
import Recognition
import Synchronization
import Testing

@testable import Service

@Suite struct EngineTests {
  /// The second network is asked for where a client is overheard, and not before.
  @Test func nothingIsHeardTwiceBeforeSomebodyIsOverheard() throws {
    let asked = Atomic(0)
    let grammar = try Grammar(yaml: "intents: {stop: {data: [{sentences: [stop]}]}}")
    let commands = try CommandSet(grammar, lexicon: Lexicon())
    let model = try AcousticModel()
    let engine = try Engine(
      ears: Ears(model: model),
      secondEars: {
        asked.add(1, ordering: .relaxed)
        return Ears(model: model)
      }, library: CommandLibrary { commands }, threads: 1)
    defer { engine.stop() }
    _ = engine.recognizer(.init(segment: 12))
    #expect(asked.load(ordering: .relaxed) == 0)
    _ = engine.recognizer(.init(mode: .overheard, segment: 12))
    #expect(asked.load(ordering: .relaxed) == 1)
  }
}
