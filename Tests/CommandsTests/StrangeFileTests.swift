import Lexicon
import TestSupport
import Testing

@testable import Commands

/// Files as strangers' editors and other programs write them.
@Suite struct StrangeFileTests {
  private static let go = "language: en\nintents: {On: {data: [{sentences: [go]}]}}\n"

  @Test func aByteOrderMarkIsSkipped() throws {
    #expect(try Grammar(yaml: "\u{FEFF}" + Self.go).intents == ["On"])
    let file = try TemporaryFile("\u{FEFF}" + Self.go)
    #expect(try Grammar(contentsOf: [file.path]).intents == ["On"])
    // Places are those of the text behind it.
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: "\u{FEFF}intents: go", file: "f") }
    #expect(error?.location == SourceLocation(file: "f", line: 1, column: 10))
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF], []] as [[UInt8]])
  func anotherEncodingIsSaid(mark: [UInt8]) throws {
    let units = Self.go.utf16.flatMap {
      mark == [0xFE, 0xFF] ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), 0]
    }
    let file = try TemporaryFile(mark + units + (mark.isEmpty ? [0xFF, 0xFF] : []))
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [file.path]) }
    #expect(error?.problem == .unreadable(reason: "it is UTF-16 or UTF-32; save it as UTF-8"))
  }

  /// A block without sentences is skipped with a warning; a file in which there is nothing else is none of commands.
  @Test func anEmptyBlockIsSkipped() throws {
    let empty = "Later: {data: [{sentences: []}]}"
    let grammar = try Grammar(yaml: "intents:\n  Ready: {data: [{sentences: [go]}]}\n  \(empty)\n", file: "f")
    #expect(grammar.intents == ["Ready"])
    #expect(grammar.warnings.map(\.description) == ["f:3:19: warning: a block of 'Later' without sentences is skipped"])
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: "intents:\n  \(empty)\n") }
    #expect(error?.problem == .noCommands)
  }

  /// Home Assistant keeps responses in files of their own, which are given together with the others.
  @Test func aFileOfResponsesSaysNothing() throws {
    let responses = "language: en\nresponses:\n  intents:\n    Go: {default: going}\n"
    let files = try [Self.go, responses].map { try TemporaryFile($0) }
    let grammar = try Grammar(contentsOf: [files[0].path, files[1].path])
    withExtendedLifetime(files) {}
    #expect(grammar.intents == ["On"])
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: responses) }
    #expect(error?.problem == .noCommands)
  }

  /// A folder stands for its files, which are merged; what is no command file, or lies deeper, is not looked at.
  @Test func aFolderIsItsFiles() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [folder.path]) }
    #expect(
      error?.description == "\(folder.path):1:1: expected a file that ends in .yaml, .yml or .json, found none")
    for (name, text) in [
      ("b.yaml", "intents: {B: {data: [{sentences: [\"go {x}\"]}]}}"), ("lists.YML", "lists: {x: {values: [left]}}"),
      ("a.json", "{\"intents\": {\"A\": {\"data\": [{\"sentences\": [\"stop\"]}]}}}"), ("notes.txt", ": no YAML ["),
      (".hidden.yaml", ": no YAML ["), ("deeper/c.yaml", ": no YAML ["), ("odd.yaml/d.txt", ""),
    ] {
      try folder.write(Array(text.utf8), to: name)
    }
    let files = ["a.json", "b.yaml", "lists.YML"].map { "\(folder.path)/\($0)" }
    #expect(try CommandPaths.files(of: ["other.yaml", folder.path + "/"]) == ["other.yaml"] + files)
    #expect(try Grammar(contentsOf: [folder.path]).intents == ["A", "B"])
  }

  @Test func intentsWakeByName() throws {
    var grammar = try Grammar(
      yaml: "intents: {A: {data: [{sentences: [go]}]}, B: {wake: true, data: [{sentences: [stop]}]}}", file: "f")
    #expect(grammar.wakeIntents == ["B"])
    try grammar.wake(by: ["A"])
    #expect(grammar.wakeIntents == ["A", "B"])
    let error = #expect(throws: CommandError.self) { try grammar.wake(by: ["AB"]) }
    #expect(error?.description.contains("unknown intent 'AB'; did you mean") == true)
  }

  @Test(arguments: [
    ("wake: [hey attune, 'computer[s]']", ["hey attune", "computer[s]"]), ("wake: hey attune", ["hey attune"]),
  ])
  func phrasesWake(line: String, phrases: [String]) throws {
    let grammar = try Grammar(yaml: "intents: {A: {data: [{sentences: [go]}]}}\n\(line)", file: "f")
    #expect(grammar.intents == ["A"] + phrases && grammar.wakeIntents == phrases)
    #expect(grammar.waking?.intents == phrases && grammar.waking?.templateCount == phrases.count)
    #expect(try Grammar(yaml: line, file: "f").intents == phrases)
    #expect(try Grammar(yaml: "intents: {A: {data: [{sentences: [go]}]}}", file: "f").waking == nil)
  }

  @Test(arguments: [("wake: [a, ' ']", "f:1:1"), ("wake: [a, 'b [c']", "f:1:"), ("wake: {a: b}", "f:1:7")])
  func aPhraseThatIsNoneIsAnError(line: String, place: String) throws {
    let error = #expect(throws: CommandError.self) { try Grammar(yaml: line, file: "f") }
    #expect(error?.description.hasPrefix(place) == true)
  }

  @Test func phrasesWakeFromOutside() throws {
    let file = try TemporaryFile("intents: {A: {data: [{sentences: [go]}]}, B: {data: [{sentences: [stop]}]}}")
    let grammar = try Grammar(contentsOf: [file.path], wakingBy: ["B", "hey attune"])
    #expect(grammar.intents == ["A", "B", "hey attune"] && grammar.wakeIntents == ["B", "hey attune"])
    let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: [file.path], wakingBy: ["hey [you"]) }
    #expect(error?.description.hasPrefix("--wake:1:") == true)
  }

  /// A mark that belongs to no letter does not hide the bracket before it.
  @Test(arguments: ["\u{94D}", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"])
  func aCombiningMarkHidesNoBracket(mark: String) throws {
    let grammar = try Grammar(templates: ["go (a|b)\(mark) x"])
    #expect(try SentenceAutomaton(grammar).count() == .exactly(2))
    let error = #expect(throws: CommandError.self) { try Grammar(templates: ["go (a|b)\(mark)x)"]) }
    #expect(error?.problem == .unbalanced(")"))
  }

  /// A list that two files have alike is one; two of a name that differ are a mistake, which names both.
  @Test(arguments: [
    ("{values: [ann, {in: 'bob[by]', out: bob}]}", "{values: [ann, {in: 'bob[by]', out: bob}]}", true),
    ("{wildcard: true}", "{wildcard: true}", true), ("{range: {from: 1, to: 9}}", "{range: {from: 1, to: 9}}", true),
    ("{values: [ann, bob]}", "{values: [ann, rob]}", false), ("{values: [ann]}", "{wildcard: true}", false),
    ("{range: {from: 1, to: 9}}", "{range: {from: 1, to: 8}}", false),
    ("{values: [{in: ann, out: a}]}", "{values: [{in: ann, out: b}]}", false),
  ])
  func aListMayBeInTwoFiles(first: String, second: String, isOne: Bool) throws {
    let files = try [
      "intents: {A: {data: [{sentences: ['call {who}']}]}}\nlists: {who: \(first)}\n", "lists: {who: \(second)}\n",
    ].map { try TemporaryFile($0) }
    let paths = files.map(\.path)
    withExtendedLifetime(files) {
      if isOne {
        #expect(throws: Never.self) { try Grammar(contentsOf: paths) }
      } else {
        let error = #expect(throws: CommandError.self) { try Grammar(contentsOf: paths) }
        guard case .redefined(kind: "list", name: "who", _)? = error?.problem else {
          Issue.record("\(String(describing: error))")
          return
        }
      }
    }
  }

  /// What nothing uses may refer to what is not there; a mistake of another kind stays one.
  @Test func aDraftDoesNoHarm() throws {
    let rule = Self.go + "expansion_rules: {draft: 'in <place>'}\n"
    let grammar = try Grammar(yaml: rule, file: "f")
    #expect(grammar.intents == ["On"])
    #expect(grammar.warnings.contains { $0.description.contains("unknown rule 'place'; nothing uses it") })
    #expect(throws: CommandError.self) { try Grammar(yaml: Self.go + "expansion_rules: {draft: '<draft> x'}\n") }
    #expect(throws: CommandError.self) {
      try Grammar(
        yaml: "intents: {On: {data: [{sentences: ['go <draft>']}]}}\nexpansion_rules: {draft: 'in <place>'}\n")
    }
  }

  /// A slot with several values has all of them, fixed or said.
  @Test func severalValuesAreOne() throws {
    let grammar = try Grammar(
      yaml: """
        intents:
          Open: {data: [{sentences: [open], slots: {kind: [blind, curtain]}}]}
          Ask: {data: [{sentences: ["are the {kind} open"]}]}
        lists: {kind: {values: [{in: covers, out: [blind, curtain]}, doors]}}
        """)
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    let kinds = Set(language.map { $0.slots["kind"] })
    #expect(kinds == [.texts(["blind", "curtain"]), .text("doors")])
    let error = #expect(throws: CommandError.self) {
      try Grammar(yaml: "intents: {Open: {data: [{sentences: [open], slots: {kind: [{a: b}]}}]}}")
    }
    #expect(error?.problem == .expected("one of the slot's values", found: "a mapping"))
  }

  /// Nobody is heard saying nothing: a value that may be left out has to be said.
  @Test func aValueIsSaid() throws {
    let grammar = try Grammar(
      yaml: """
        intents: {Plug: {data: [{sentences: ["is it {state}"]}]}}
        lists: {state: {values: [{in: "[unplugged]", out: "off"}, {in: "plugged [in]", out: "on"}]}}
        """)
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    #expect(
      Set(language.map { $0.words.joined(separator: " ") }) == ["is it unplugged", "is it plugged", "is it plugged in"])
    #expect(grammar.warnings.map(\.message) == ["a value may not be left out: this one has to be said"])
  }
}
