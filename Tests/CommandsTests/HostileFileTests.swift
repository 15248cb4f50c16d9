import Lexicon
import TestSupport
import Testing

@testable import Commands

/// Files that attack the loader end in an error of one line, quickly.
@Suite struct HostileFileTests {
  private static let lexicon = Result { try Lexicon() }

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
    ("a word of 2,000 letters", file(String(repeating: "ab", count: 1_000))),
    ("nested flow sequences within the parser's limit", "intents: " + nested("[", "]", 900)),
    ("nested block sequences", "intents:\n" + String(repeating: "- ", count: 900) + "x"),
    ("a chain of rules, one by one", "\(chain(2_000) { "x <r\($0)>" })"),
    ("lists of lists that double", file("go {l60}") + "lists:\n" + lists(60)),
    ("a folded value of 240 kB", "intents:\n  a:\n    data:\n      - sentences:\n          - >\n" + folded(240_000)),
    ("a template of 5 MB", file(String(repeating: "word ", count: 1_000_000))),
    ("a template of 60 kB of groups in any order", file(String(repeating: "(a;b;c;d;e;f;g;h) ", count: 3_000))),
    ("optional letters side by side", file("say x" + String(repeating: "[a]", count: 20_000))),
    ("a block that is there a million times", laughs(1_000)),
    ("aliases that double in a key", doublingAliases(40) + "? *b39\n: intents\n"),
    ("aliases that double in a flow key", doublingAliases(40) + "intents: {[*b39] : x}\n"),
    ("a step as large as can be", file("{0..2000,9223372036854775807:n}")),
    ("a range as large as can be", file("{0..9223372036854775807:n}")),
    ("a range from as low as can be", file("{-9223372036854775808..5:n}")),
    ("a large range in uneven steps", file("{0..1000000000000,10007:n}")),
    ("many names that are like none", file("{\(String(repeating: "x", count: 60_000))}") + "lists:\n" + lists(60)),
    ("an escaped line break on each line", "intents: \"go" + String(repeating: "\\\n", count: 200_000) + "\""),
    ("10 MB", String(repeating: "# nothing\n", count: 1 << 20)),
  ]

  private static func nested(_ open: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + "x" + String(repeating: close, count: count)
  }

  private static func chain(_ count: Int, _ body: (Int) -> String) -> String {
    "intents: {a: {data: [{sentences: [\((1...count).map { "'<r\($0)>'" }.joined(separator: ", "))]}]}}\n"
      + doubling(count) { "x \($0)" }
  }

  private static func lists(_ count: Int) -> String {
    "  l0: {values: [x, y]}\n"
      + (1...count).map { "  l\($0): {values: ['{l\($0 - 1):a\($0)}', 'z {l\($0 - 1):b\($0)}']}\n" }.joined()
  }

  private static func folded(_ count: Int) -> String {
    String(repeating: "            turn on\n", count: count / 20)
  }

  private static func doublingAliases(_ levels: Int) -> String {
    "b0: &b0 [x, x]\n" + (1..<levels).map { "b\($0): &b\($0) [*b\($0 - 1), *b\($0 - 1)]\n" }.joined()
  }

  private static func laughs(_ count: Int) -> String {
    "a: &a {sentences: &s [\((0..<count).map { "w\($0)" }.joined(separator: ", "))]}\n"
      + "intents: {x: {data: [\((0..<count).map { _ in "*a" }.joined(separator: ", "))]}}\n"
  }

  @Test(arguments: bombs.map(\.name))
  func bombsAreErrors(name: String) async throws {
    let bomb = try #require(Self.bombs.first { $0.name == name })
    let yaml = bomb.yaml
    let lexicon = try Self.lexicon.get()
    let (error, time) = try await onSmallStack { () -> (CommandError?, Duration) in
      do throws(CommandError) { _ = try CommandReport(Grammar(yaml: yaml), lexicon: lexicon) } catch {
        return (error, processorTime)
      }
      return (nil, processorTime)
    }
    #expect(error != nil)
    #expect(error?.description.contains("\n") == false)
    #expect((error?.description.count ?? 0) < 1000)
    #expect(time < .seconds(_isDebugAssertConfiguration() ? 100 : 10))
  }

  /// What is as large as the limits allow is compiled on a small stack, and looked over.
  @Test(arguments: [
    ("nested optionals", file(nested("[go ", "]", 60).replacing("x]", with: "x go]") + " go")),
    ("nested groups in rules", "\(file("<r30>", rules: doubling(30) { "[a \($0)] b" }))"),
    ("a value of 60 kB", file(String(repeating: "turn on ", count: 7_500))),
    (
      "a value of 60 kB in a list",
      file("{v}", rules: "lists: {v: {values: ['\(String(repeating: "on ", count: 20_000))', off]}}")
    ),
    ("ranges", file("{0..1000000000000:a} and {-1000000..1000000,7:b}")),
  ])
  func whatIsLargeFitsASmallStack(name: String, yaml: String) async throws {
    let lexicon = try Self.lexicon.get()
    _ = try await onSmallStack { try CommandReport(Grammar(yaml: yaml), lexicon: lexicon) }
  }

  /// A task that is cancelled does not compile on.
  @Test func loadingStopsWhenItsTaskIsCancelled() async throws {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try CommandGraph(Grammar(yaml: Self.file("go")), lexicon: Lexicon())
    }
    let error = await #expect(throws: CommandError.self) { try await task.value }
    #expect(error?.problem == .cancelled)
  }

  /// Templates that stand for very many sentences but are no attack: they compile, and small.
  @Test(arguments: [
    ("permutation of six", "go ([a] {l:s1};[b] {l:s2};[c] {l:s3};d [d];[e] {l:s5};f)", 40_000),
    ("forty optionals", "go" + (0..<40).map { " [word\($0 % 7)]" }.joined(), 4_000),
    ("a sentence of 2,000 words", (0..<2_000).map { _ in "go" }.joined(separator: " "), 5_000),
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
