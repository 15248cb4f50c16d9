import Lexicon
import Testing
@testable import Commands

@Test(arguments: ["config/coffee.yaml", "config/lights.yaml", "config/timers.yaml", "../shared/data/speech-to-intent/coffee_maker.yaml"])
func scratch(file: String) throws {
  let clock = ContinuousClock()
  let lexicon = try Lexicon()
  let t0 = clock.now
  let g = try Grammar(contentsOf: [file])
  let t1 = clock.now
  let a = try SentenceAutomaton(g)
  let t2 = clock.now
  let v = try Vocabulary(g, symbols: a.symbols, lexicon: lexicon)
  let t3 = clock.now
  let graph = CommandGraph(a, vocabulary: v)
  let t4 = clock.now
  let r = try CommandReport(g, lexicon: lexicon)
  let t5 = clock.now
  print(file, "load", t1 - t0, "automaton", t2 - t1, "vocab", t3 - t2, "graph", t4 - t3, "report", t5 - t4, a.stateCount, a.arcs.count, graph.arcs.count)
  print(r)
  var rng = SystemRandomNumberGenerator()
  for _ in 0..<8 { let s = g.sample(using: &rng); print("   ", s.words.joined(separator: " "), s.intent, s.slots) }
}
