import Lexicon
import TestSupport
import Testing

@testable import Commands

/// The graph says exactly what its templates stand for: compared with plain expansion, for many small random grammars.
@Suite struct RandomGrammarTests {
  @Test(arguments: 0..<40)
  func graphSaysWhatTheTemplatesStandFor(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let lexicon = try Lexicon(connectedSpeech: false)
    for _ in 0..<10 {
      let trees = (0..<Int.random(in: 1...3, using: &generator)).map { _ in Tree.random(depth: 3, using: &generator) }
      let templates = trees.map { "go " + $0.template }
      let expected = Set(trees.flatMap { tree in tree.sentences.map { $0.meaning(after: "go ") } })
      let grammar = try Grammar(templates: templates, lists: Tree.lists)
      let graph = try CommandGraph(grammar, lexicon: lexicon)
      #expect(graph.language() == expected, "\(templates)")
    }
  }
}

/// A random template, with an expansion that owes nothing to the compiler.
private indirect enum Tree {
  case text(String)
  case sequence([Tree])
  case choice([Tree])
  case optional(Tree)
  case permutation([Tree])
  case slot(list: String, name: String)

  struct Sentence {
    var text: String
    var slots: [(String, SlotValue)] = []

    func meaning(after prefix: String) -> Meaning {
      let words = (prefix + text).split(separator: " ").map(String.init)
      return Meaning(words: words, intent: "test", slots: Dictionary(slots, uniquingKeysWith: { $1 }))
    }
  }

  static let lists = [
    "color": "{values: [red, {in: (dark|deep) blue, out: blue}, {in: '[very] pale', out: pale}]}",
    "count": "{range: {from: 19, to: 21}}",
    "heard": "{values: ['tea[s]']}",
  ]

  private static let values: [String: [Sentence]] = [
    "color": [
      Sentence(text: "red", slots: [("", .text("red"))]),
      Sentence(text: "dark blue", slots: [("", .text("blue"))]),
      Sentence(text: "deep blue", slots: [("", .text("blue"))]),
      Sentence(text: "very pale", slots: [("", .text("pale"))]), Sentence(text: " pale", slots: [("", .text("pale"))]),
    ],
    "count": [
      Sentence(text: "nineteen", slots: [("", .integer(19))]), Sentence(text: "twenty", slots: [("", .integer(20))]),
      Sentence(text: "twenty one", slots: [("", .integer(21))]),
    ],
    "heard": [
      Sentence(text: "tea", slots: [("", .text("tea"))]), Sentence(text: "teas", slots: [("", .text("teas"))]),
    ],
  ]

  static func random(depth: Int, using generator: inout SplitMix64) -> Tree {
    func some(_ range: ClosedRange<Int>) -> [Tree] {
      (0..<Int.random(in: range, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) }
    }
    switch depth == 0 ? Int.random(in: 0...4, using: &generator) : Int.random(in: 0...12, using: &generator) {
    case 0...2: return .text([" lamp ", "light", " on ", " ", " big cat", "s "].randomElement(using: &generator) ?? "")
    case 3: return .text(" ")
    case 4:
      let list = lists.keys.sorted().randomElement(using: &generator) ?? "color"
      // A slot whose value is what was heard must stand alone, or the word around it would be heard with it.
      return .sequence([
        .text(" "), .slot(list: list, name: ["a", "b"].randomElement(using: &generator) ?? "a"), .text(" "),
      ])
    case 5...8: return .sequence(some(2...3))
    case 9, 10: return .choice(some(2...3))
    case 11: return .optional(random(depth: depth - 1, using: &generator))
    default: return .permutation(some(2...3))
    }
  }

  var template: String {
    switch self {
    case .text(let text): text
    case .sequence(let parts): parts.map(\.template).joined()
    case .choice(let items): "(" + items.map(\.template).joined(separator: "|") + ")"
    case .optional(let item): "[" + item.template + "]"
    case .permutation(let items): "(" + items.map(\.template).joined(separator: ";") + ")"
    case .slot(let list, let name): "{\(list):\(name)}"
    }
  }

  var sentences: [Sentence] {
    switch self {
    case .text(let text): [Sentence(text: text)]
    case .sequence(let parts): Self.joined(parts.map(\.sentences))
    case .choice(let items): items.flatMap(\.sentences)
    case .optional(let item): item.sentences + [Sentence(text: "")]
    case .permutation(let items):
      Self.orders(items).flatMap { order in
        Self.joined(order.flatMap { [[Sentence(text: " ")], $0.sentences, [Sentence(text: " ")]] })
      }
    case .slot(let list, let name):
      (Self.values[list] ?? []).map { Sentence(text: $0.text, slots: [(name, $0.slots[0].1)]) }
    }
  }

  private static func joined(_ parts: [[Sentence]]) -> [Sentence] {
    parts.reduce([Sentence(text: "")]) { sentences, part in
      sentences.flatMap { sentence in
        part.map { Sentence(text: sentence.text + $0.text, slots: sentence.slots + $0.slots) }
      }
    }
  }

  private static func orders(_ items: [Tree]) -> [[Tree]] {
    guard !items.isEmpty else { return [[]] }
    return items.indices.flatMap { first in
      var rest = items
      let item = rest.remove(at: first)
      return orders(rest).map { [item] + $0 }
    }
  }
}
