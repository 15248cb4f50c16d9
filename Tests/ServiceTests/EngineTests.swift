import Aligner
import Commands
import Lexicon
import Recognition
import Synchronization
import Testing

@testable import Service

@Suite struct EngineTests {
  /// The second network is loaded for the first sound that is heard again, and for nobody who has only connected.
  @Test func nothingIsLoadedBeforeSomethingIsHeardAgain() throws {
    let asked = Mutex<[HearingMode]>([])
    let loaded = Atomic(0)
    let grammar = try Grammar(yaml: "intents: {stop: {data: [{sentences: [stop]}]}}")
    let commands = try CommandSet(grammar, lexicon: Lexicon())
    let model = try AcousticModel()
    let engine = try Engine(
      ears: Ears(model: model),
      secondEars: { mode in
        asked.withLock { $0.append(mode) }
        return SecondEars {
          loaded.add(1, ordering: .relaxed)
          return Ears(model: model)
        }
      }, library: CommandLibrary { commands }, threads: 1)
    defer { engine.stop() }
    for mode in HearingMode.allCases {
      _ = engine.recognizer(.init(mode: mode, segment: 12)).recognizer.append([0, 0])
    }
    #expect(asked.withLock { $0 } == HearingMode.allCases && loaded.load(ordering: .relaxed) == 0)
  }
}
