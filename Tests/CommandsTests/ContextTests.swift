import Lexicon
import Testing

@testable import Commands

/// `requires_context` and `excludes_context` choose among the values of lists, as in hassil 3.12.1. Unlike there, a way
/// that nothing brings the key on stays: "all" of `({name}|all)`, or two values without it.
@Suite struct ContextTests {
  /// Every sentence of a file, `words: intent`, in byte order.
  private static func sentences(_ yaml: String) throws -> [String] {
    let language = try CommandGraph(Grammar(yaml: yaml), lexicon: Lexicon()).language()
    return language.map { "\($0.words.joined(separator: " ")): \($0.intent)" }.sorted()
  }

  private static let lists = """

    lists:
      name:
        values:
          - {in: party, context: {domain: script}}
          - {in: rover, out: Rover, context: {domain: vacuum}}
          - {in: lamp, context: {domain: {value: light}, kind: small}}
          - {in: plain, context: null}
          - bare
      room: {values: [den]}
    """

  static let cases: [(condition: String, template: String, expected: [String])] = [
    ("requires_context: {domain: script}", "start {name}", ["party"]),
    ("requires_context: {domain: [script, light]}", "start {name}", ["lamp", "party"]),
    ("requires_context: {domain: {value: vacuum}}", "start {name}", ["rover"]),
    ("requires_context: {domain: {slot: true}}", "start {name}", ["lamp", "party", "rover"]),
    ("requires_context: {domain: null}", "start {name}", ["lamp", "party", "rover"]),
    ("requires_context: {domain: light, kind: small}", "start {name}", ["lamp"]),
    ("requires_context: {domain: script, kind: small}", "start {name}", []),
    ("excludes_context: {domain: script}", "start {name}", ["bare", "lamp", "plain", "rover"]),
    ("excludes_context: {domain: [script, vacuum]}", "start {name}", ["bare", "lamp", "plain"]),
    ("excludes_context: {domain: {value: light}}", "start {name}", ["bare", "party", "plain", "rover"]),
    ("requires_context: {domain: script}", "start <thing>", ["party"]),
    ("requires_context: {domain: script}", "start ({name}|{name:other})", ["party", "party"]),
    (
      "requires_context: {domain: script}", "start {name} {name:other}",
      [
        "bare bare", "bare party", "bare plain", "party bare", "party party", "party plain", "plain bare",
        "plain party", "plain plain",
      ]
    ),
    ("requires_context: {domain: script}", "start {name} [in {room}]", ["party", "party in den"]),
    ("requires_context: {domain: fan}", "start ({name}|all)", ["all"]),
    ("requires_context: {domain: fan}", "start [{name}] now", ["now"]),
    ("requires_context: {domain: fan}", "start (<thing>;now)", []),
  ]

  @Test(arguments: cases)
  func valuesAreChosenByTheirContext(condition: String, template: String, expected: [String]) throws {
    let yaml = """
      intents:
        all: {data: [{sentences: ["halt {name}"]}]}
        some: {data: [{sentences: ["\(template)"], \(condition)}]}
      expansion_rules: {thing: "{name}"}
      """
    let sentences = try Self.sentences(yaml + Self.lists)
    #expect(sentences.filter { $0.hasSuffix(": some") } == expected.map { "start \($0): some" }.sorted())
    let all = ["bare", "lamp", "party", "plain", "rover"]
    #expect(sentences.filter { $0.hasSuffix(": all") }.map { $0.lowercased() } == all.map { "halt \($0): all" })
  }

  /// A block's own list hides the global one, under a condition too.
  @Test func blocksHaveTheirOwnLists() throws {
    let yaml = """
      intents:
        own:
          data:
            - sentences: ["start {name}"]
              requires_context: {domain: script}
              lists: {name: {values: [{in: film, context: {domain: script}}, {in: pump, context: {domain: fan}}]}}
        global:
          data:
            - sentences: ["run {name}"]
              requires_context: {domain: script}
      """
    #expect(try Self.sentences(yaml + Self.lists) == ["run party: global", "start film: own"])
  }

  /// What other values have to do with a sentence makes no graph larger.
  @Test func valuesThatAreLeftOutTakeNoRoom() throws {
    func states(_ values: String) throws -> Int {
      let yaml = """
        intents: {go: {data: [{sentences: ["start {name}"], requires_context: {domain: script}}]}}
        lists: {name: {values: [\(values)]}}
        """
      return try CommandGraph(Grammar(yaml: yaml), lexicon: Lexicon()).stateCount
    }
    let party = "{in: party, context: {domain: script}}"
    #expect(try states(party) == states(party + ", {in: rover, context: {domain: vacuum}}, bare"))
  }

  @Test func whatNothingSettlesIsWarnedOf() throws {
    let yaml = """
      intents:
        here:
          data:
            - sentences: [go, "start {name}"]
              requires_context: {area: {slot: true}, floor: upper}
            - sentences: [walk]
              excludes_context: {domain: script}
        none:
          data:
            - sentences: ["stop {name}"]
              requires_context: {domain: fan}
      """
    let grammar = try Grammar(yaml: yaml + Self.lists.replacing("room: {values: [den]}", with: ""), file: "f")
    let noList = "a sentence has no list with it in its 'context'"
    #expect(
      grammar.warnings.map(\.description) == [
        "f:5:9: warning: 'requires_context' is not evaluated for 'floor': \(noList)",
        "f:7:9: warning: 'excludes_context' is not evaluated for 'domain': \(noList)",
        "f:10:22: warning: a block of 'none' is skipped: no list value has the context that it requires",
      ])
    #expect(grammar.intents == ["here"])
  }

  /// What an answer has beside the meaning is no part of it: sentences that differ in nothing else are not ambiguous.
  @Test func repliesAreNoMeaning() throws {
    let yaml = """
      intents:
        on:
          data:
            - sentences: ["lights on", "light on"]
              requires_context: {area: {slot: true}, kind: {slot: false}, floor: {slot: true, value: upper}}
              response: lights_area
            - sentences: ["lights on"]
              response: null
            - sentences: ["lights up"]
              response: other
      """
    let grammar = try Grammar(yaml: yaml)
    let graph = try CommandGraph(grammar, lexicon: Lexicon())
    let replies = Set(
      try #require(graph.written).readings(of: WrittenText("light on")).map(\.reply))
    #expect(replies == [.init(response: "lights_area", contextSlots: ["area", "floor"])])
    // Two blocks that end alike name nothing, or something else.
    let written = try #require(graph.written)
    #expect(written.readings(of: WrittenText("lights up")).map(\.reply) == [.init()])
    #expect(try CommandReport(grammar, lexicon: Lexicon()).warnings.allSatisfy { !$0.message.contains("means both") })
  }

  @Test(arguments: [
    ("requires_context: {area: {slot: []}}", "expected 'true' or 'false', found a sequence"),
    ("requires_context: {domain: fan}", "expected a list value with a required context, found none"),
    ("requires_context: domain", "expected a mapping from keys of the context to their values, found 'domain'"),
    ("requires_context: {domain: [[fan]]}", "expected a value, found a sequence"),
  ])
  func mistakesHaveAPlace(condition: String, message: String) throws {
    let yaml = "intents: {a: {data: [{sentences: ['start {name}'], \(condition)}]}}"
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: yaml + Self.lists, file: "f") }
    #expect(error?.description.hasSuffix(message) == true, "\(String(describing: error))")
  }
}
