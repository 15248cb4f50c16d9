import Lexicon
import Testing

@testable import Commands

/// Files that attack the loader end in an error of one line, quickly.
@Suite(.timeLimit(.minutes(1))) struct HostileFileTests {
  private static func file(_ template: String, rules: String = "") -> String {
    "intents: {a: {data: [{sentences: ['\(template)']}]}}\n\(rules)"
  }

  private static func doubling(_ levels: Int, _ body: (String) -> String) -> String {
    "expansion_rules:\n  r0: x\n" + (1...levels).map { "  r\($0): '\(body("<r\($0 - 1)>"))'\n" }.joined()
  }

  static let bombs: [(name: String, yaml: String)] = [
    ("nested brackets", file(String(repeating: "(", count: 100_000) + "x")),
    ("nested optionals", file(String(repeating: "[", count: 1_000) + "x" + String(repeating: "]", count: 1_000))),
    ("nested flow sequences", "intents: " + String(repeating: "[", count: 100_000)),
    ("nested flow mappings", "intents: " + String(repeating: "{a: ", count: 100_000)),
    ("rules that double", file("<r40>", rules: doubling(40) { "\($0) \($0)" })),
    ("rules that double silently", file("go <r40>", rules: doubling(40) { "[\($0)] [\($0)]" })),
    ("a chain of rules", file("<r10000>", rules: doubling(10_000) { $0 })),
    ("aliases that double", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nintents: {a: {data: *c}}\n"),
    ("a number without end", file("{0..99999999999999999999999:n}")),
    ("binary", "\u{0}\u{1}\u{2}\u{7f}"),
    ("a null in a template", "intents: {a: {data: [{sentences: [\"a\\0\"]}]}, b: 5}"),
  ]

  @Test(arguments: bombs.map(\.name))
  func bombsAreErrors(name: String) throws {
    let bomb = try #require(Self.bombs.first { $0.name == name })
    let error = #expect(throws: CommandError.self) {
      _ = try CommandGraph(Grammar(yaml: bomb.yaml), lexicon: Lexicon())
    }
    #expect(error?.description.contains("\n") == false)
  }

  /// Templates that stand for very many sentences but are no attack: they compile, and small.
  @Test(arguments: [
    ("permutation of six", "go ([a] {l:s1};[b] {l:s2};[c] {l:s3};d [d];[e] {l:s5};f)", 40_000),
    ("forty optionals", "go" + (0..<40).map { " [word\($0 % 7)]" }.joined(), 4_000),
    ("a sentence of 2,000 words", (0..<2_000).map { _ in "go" }.joined(separator: " "), 5_000),
    ("a word of 2,000 letters", String(repeating: "ab", count: 1_000), 10_000),
    ("choices in a row", (0..<30).map { _ in "(a|b|c|d)" }.joined(separator: " "), 1_000),
    ("optional endings", "go " + String(repeating: "(a|b)[c]", count: 6), 300_000),
  ])
  func largeLanguagesStaySmall(name: String, template: String, arcs: Int) throws {
    let grammar = try Grammar(templates: [template], lists: ["l": "{values: [red, green, dark blue]}"])
    #expect(try CommandGraph(grammar, lexicon: Lexicon()).arcs.count < arcs)
  }

  @Test func nestingUpToTheLimitsIsFine() throws {
    let (open, close) = (String(repeating: "(", count: 60), String(repeating: ")", count: 60))
    let rules = Self.doubling(60) { open + $0 + close }
    let grammar = try Grammar(yaml: Self.file("go <r60>", rules: rules))
    #expect(try SentenceAutomaton(grammar).count() == .exactly(1))
  }

  @Test func fiveThousandValuesInManySentences() throws {
    let titles = (0..<5_000).map { "{in: \(SpokenNumber.words($0 * 7 + 1).joined(separator: " ")) song, out: t\($0)}" }
    let verbs = ["play", "start", "queue", "find", "skip"]
    let grammar = try Grammar(
      templates: verbs.flatMap { ["\($0) {title}", "\($0) {title} in the {room}"] },
      lists: ["title": "{values: [\(titles.joined(separator: ", "))]}", "room": "{values: [den, attic, garage]}"])
    let graph = try CommandGraph(grammar, lexicon: Lexicon(connectedSpeech: false))
    #expect(try SentenceAutomaton(grammar).count() == .exactly(5 * 5_000 * 4))
    #expect(graph.arcs.count < 150_000)
  }
}
