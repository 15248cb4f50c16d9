import Lexicon
import Testing

@testable import Commands

@Test func aRhinoFileAndANativeFileCompile() throws {
  let native = try Grammar(
    yaml: """
      intents:
        switch:
          data:
            - sentences: ["turn {state} [the] light[s]"]
      lists:
        state: {values: [on, off]}
      """)
  let graph = try CommandGraph(native, lexicon: Lexicon())
  #expect(graph.finals.count == 1)
  #expect(try SentenceAutomaton(native).count() == .exactly(8))
}
