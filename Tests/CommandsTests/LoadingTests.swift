import Lexicon
import TestSupport
import Testing

@testable import Commands

@Suite struct LoadingTests {
  private func slots(_ yaml: String) throws -> [String: [String: SlotValue]] {
    let language = try CommandGraph(Grammar(yaml: yaml), lexicon: Lexicon(connectedSpeech: false)).language()
    return Dictionary(
      language.map { ($0.words.joined(separator: " "), $0.slots) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func scalarsAreStrings() throws {
    let found = try slots(
      """
      intents:
        switch:
          data:
            - sentences: [on, "{state}", 5]
              slots: {fixed: yes}
      lists:
        state: {values: [off, no, {in: true, out: null}, 1.0]}
      """)
    #expect(
      found == [
        "on": ["fixed": .text("yes")], "five": ["fixed": .text("yes")],
        "off": ["fixed": .text("yes"), "state": .text("off")], "no": ["fixed": .text("yes"), "state": .text("no")],
        "true": ["fixed": .text("yes"), "state": .text("null")],
        "one point zero": ["fixed": .text("yes"), "state": .text("1.0")],
      ])
  }

  @Test func localDefinitionsHideGlobalOnesAlsoInsideGlobalRules() throws {
    let found = try slots(
      """
      intents:
        a:
          data:
            - sentences: ["a <place>"]
            - sentences: ["b <place>"]
              lists: {room: {values: [attic]}}
            - sentences: ["c <place>"]
              expansion_rules: {place: nowhere}
      expansion_rules: {place: "in {room}"}
      lists: {room: {values: [den]}}
      """)
    #expect(
      found == ["a in den": ["room": .text("den")], "b in attic": ["room": .text("attic")], "c nowhere": [:]])
  }

  @Test func spellingsAreKeptAndMatchingIgnoresCase() throws {
    let grammar = try Grammar(templates: ["Turn the TV on", "turn THE tv off"])
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    #expect(Set(language.map(\.words)) == [["turn", "THE", "TV", "on"], ["turn", "THE", "TV", "off"]])
  }

  @Test func filesMerge() throws {
    let lights = try TemporaryFile(
      "intents: {light: {data: [{sentences: ['light in {room}']}]}}\npronunciations: {den: D EH N}")
    let rooms = try TemporaryFile("lists: {room: {values: [den]}}\nskip_words: [please]")
    let more = try TemporaryFile(
      "intents: {light: {data: [{sentences: ['lamp']}]}, dark: {data: [{sentences: [dark]}]}}")
    let grammar = try Grammar(contentsOf: [lights.path, rooms.path, more.path])
    #expect(grammar.intents == ["light", "dark"])
    #expect(grammar.templateCount == 3)
    #expect(grammar.pronunciations == ["den": [try Pronunciation(arpabet: "D EH N")]])
    #expect(grammar.skipPhrases == [["please"]])
  }

  @Test func filesDoNotDefineANameTwice() throws {
    let first = try TemporaryFile("intents: {a: {data: [{sentences: ['{room}']}]}}\nlists:\n  room: {values: [den]}")
    let second = try TemporaryFile("lists:\n  room: {values: [attic]}")
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [first.path, second.path]) }
    #expect(error?.description == "\(second.path):2:3: the list 'room' is already defined at \(first.path):3:3")
  }

  @Test func filesOfTwoDialectsDoNotMix() throws {
    let native = try TemporaryFile("intents: {a: {data: [{sentences: [go]}]}}")
    let rhino = try TemporaryFile("context: {expressions: {a: [go]}}")
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [native.path, rhino.path]) }
    #expect(error?.description == "\(rhino.path):1:1: native and Rhino command files cannot be mixed")
  }

  @Test(arguments: [
    ("/nowhere/commands.yaml", "/nowhere/commands.yaml:1:1: cannot read the file: No such file or directory"),
    ("/proc/self/mem", "/proc/self/mem:1:1: cannot read the file: Input/output error"),
  ])
  func unreadableFiles(path: String, message: String) {
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [path]) }
    #expect(error?.description == message)
  }

  @Test(arguments: [
    (
      "requires_context: {area: null}",
      "1:51: warning: 'requires_context' is not evaluated for 'area': a sentence has no list with it in its 'context'"
    ),
    (
      "excludes_context: {area: den}",
      "1:51: warning: 'excludes_context' is not evaluated for 'area': a sentence has no list with it in its 'context'"
    ),
    ("sentence: [x]", "1:51: warning: unknown key 'sentence' is ignored; did you mean 'sentences'?"),
    ("comment: x", "1:51: warning: unknown key 'comment' is ignored"),
  ])
  func whatIsIgnoredIsWarnedOf(key: String, warning: String) throws {
    let grammar = try Grammar(yaml: "intents: {a: {data: [{sentences: [go, walk fast], \(key)}]}}", file: "f")
    #expect(grammar.warnings.map(\.description) == ["f:\(warning)"])
  }

  /// A home without floors has none that could be said.
  @Test func emptyListsAreWarnedOf() throws {
    let grammar = try Grammar(
      yaml: """
        intents:
          a: {data: [{sentences: ["go [to {floor}]", "see {floor}"]}, {sentences: ["<way>"]}]}
          b: {data: [{sentences: ["stop {floor}"], requires_context: {domain: light}}]}
        lists:
          floor: {values: []}
        expansion_rules:
          way: "up {floor}"
        """, file: "f")
    #expect(
      grammar.warnings.map(\.description) == [
        "f:5:3: warning: the list 'floor' is empty: what needs it cannot be said",
        "f:2:77: warning: a block of 'a' is skipped: a list is empty",
        "f:3:28: warning: a block of 'b' is skipped: no list value has the context that it requires",
      ])
    #expect(grammar.intents == ["a"] && grammar.templateCount == 1)
    let error = #expect(throws: CommandError.self) {
      try Grammar(yaml: "intents: {a: {data: [{sentences: ['{l}']}]}}\nlists: {l: {values: []}}", file: "f")
    }
    #expect(error?.description == "f:1:1: expected a list with values, found none")
  }

  @Test func unusedDefinitionsAreWarnedOf() throws {
    let grammar = try Grammar(
      yaml: """
        intents: {a: {data: [{sentences: ["<used> {used}"]}]}}
        lists:
          used: {values: [x]}
          idle: {values: [y]}
        expansion_rules:
          used: a
          idle: b {idle}
        """, file: "f")
    #expect(
      grammar.warnings.map(\.description) == [
        "f:4:3: warning: the list 'idle' is never used", "f:7:3: warning: the rule 'idle' is never used",
      ])
  }
}
