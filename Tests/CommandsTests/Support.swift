import Lexicon

@testable import Commands

/// What a sentence means, to compare.
struct Meaning: Hashable {
  var words: [String]
  var intent: String
  var slots: [String: SlotValue]

  init(words: [String], intent: String, slots: [String: SlotValue]) {
    self.words = words
    self.intent = intent
    self.slots = slots
  }

  init(_ reading: CommandReading) {
    self.init(words: reading.words, intent: reading.intent ?? "none", slots: reading.values)
  }
}

extension CommandGraph {
  /// Everything that a sequence of phones can mean: all paths that spell it, as a nondeterministic automaton.
  func readings(of phones: [Phone]) -> Set<CommandReading> {
    var current: [Int32: Set<[Int32]>] = [Int32(start): [[]]]
    for phone in phones {
      var next: [Int32: Set<[Int32]>] = [:]
      for (state, paths) in current {
        for arc in arcs[Int(firstArc[Int(state)])..<Int(firstArc[Int(state) + 1])] where arc.phone == phone {
          next[arc.target, default: []].formUnion(paths.map { arc.output < 0 ? $0 : $0 + [arc.output] })
        }
      }
      current = next
    }
    let complete = finals.flatMap { final in (current[final.state] ?? []).map { $0 + [final.output] } }
    return Set(complete.map { path in CommandReading(path.map { outputs[Int($0)] }) })
  }

  /// Everything that can be said; only for graphs without loops.
  func language() -> Set<Meaning> {
    var found: Set<Meaning> = []
    var pending: [(state: Int32, path: [Int32])] = [(Int32(start), [])]
    let finalOutputs = Dictionary(grouping: finals, by: \.state)
    while let (state, path) = pending.popLast() {
      for final in finalOutputs[state] ?? [] {
        found.insert(Meaning(CommandReading((path + [final.output]).map { outputs[Int($0)] })))
      }
      for arc in arcs[Int(firstArc[Int(state)])..<Int(firstArc[Int(state) + 1])] {
        pending.append((arc.target, arc.output < 0 ? path : path + [arc.output]))
      }
    }
    return found
  }
}

extension Grammar {
  /// A grammar with one intent `test` of these native templates, and lists written as YAML flow mappings.
  init(templates: [String], lists: [String: String] = [:], rules: [String: String] = [:]) throws {
    func quoted(_ text: String) -> String {
      "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    let lines =
      ["intents: {test: {data: [{sentences: [\(templates.map(quoted).joined(separator: ", "))]}]}}"]
      + (lists.isEmpty ? [] : ["lists:"]) + lists.map { "  \($0.key): \($0.value)" }
      + (rules.isEmpty ? [] : ["expansion_rules:"]) + rules.map { "  \($0.key): \(quoted($0.value))" }
    try self.init(yaml: lines.joined(separator: "\n"))
  }
}
