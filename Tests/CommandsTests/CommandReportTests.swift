import Lexicon
import Testing

@testable import Commands

@Suite struct CommandReportTests {
  private func report(_ yaml: String) throws -> CommandReport {
    try CommandReport(Grammar(yaml: yaml, file: "f"), lexicon: Lexicon())
  }

  private func warnings(_ yaml: String) throws -> [String] {
    try report(yaml).warnings.map { "\($0.location): \($0.message)" }
  }

  @Test func readsLikeThis() throws {
    let report = try report(
      """
      intents:
        make:
          data:
            - sentences: ["(make|brew) [a] {drink}", "{drink} please"]
        setTemperature:
          data:
            - sentences: ["heat to {0..100:degrees} degrees", "heat it"]
      lists:
        drink: {values: [latte, macchiato]}
      """)
    #expect(
      report.description == """
        4 templates in 2 intents stand for 113 sentences
          make            2 templates, 10 sentences
          setTemperature  2 templates, 103 sentences
        graph: 123 states, 191 arcs, 39 words
        guessed pronunciations (give your own under 'pronunciations:'):
          macchiato: M AE K IY AA T OW
        """)
  }

  @Test(arguments: [
    ("x [a|b] [a]", 5), ("(a|b|a)", 2), ("(a;b)", 2), ("{x}", 2), ("go {1..3:n}", 3), ("a [b] [c] [d]", 8),
    ("(a|b) (c|d) (e|f)", 8), ("x[y[z]]", 3),
  ])
  func sentencesAreCountedOnce(template: String, count: UInt64) throws {
    let grammar = try Grammar(templates: [template], lists: ["x": "{values: [red, blue]}"])
    #expect(try SentenceAutomaton(grammar).count() == .exactly(count))
  }

  @Test(arguments: [
    (19, SentenceCount.exactly(9_999_999_999_999_999_999), "10^19"), (20, .about(powerOfTen: 20), "about 10^20"),
    (300, .about(powerOfTen: 300), "about 10^300"), (900, .about(powerOfTen: 900), "about 10^900"),
  ])
  func hugeCountsArePowersOfTen(digits: Int, count: SentenceCount, description: String) throws {
    let digit = "(a|b|c|d|e|f|g|h|i|j)"
    let grammar = try Grammar(templates: [Array(repeating: digit, count: digits).joined(separator: " ")])
    let found = try SentenceAutomaton(grammar).count()
    if case .exactly(let number) = found {
      #expect(number == 10_000_000_000_000_000_000)
    } else {
      #expect(found == count && found.description == description)
    }
  }

  // MARK: Sentences with two meanings

  private static func intents(_ a: String, _ b: String, lists: String = "{}") -> String {
    "intents:\n  a: {data: [{sentences: [\"\(a)\"]}]}\n  b: {data: [{sentences: [\"\(b)\"]}]}\nlists: \(lists)\n"
  }

  @Test(arguments: [
    (intents("go [now]", "go [then]"), ["f:2:28: 'go' means both a and b"]),
    (intents("go now", "go then"), []),
    (
      intents("set {l}", "set {l:m}", lists: "{l: {values: [red]}}"),
      ["f:2:28: 'set red' means both a(l: red) and b(m: red)"]
    ),
    (
      intents("x {l}", "y", lists: "{l: {values: [{in: red, out: 1}, {in: '(red|blue)', out: 2}]}}"),
      ["f:2:28: 'x red' means both a(l: 1) and a(l: 2)"]
    ),
    (
      intents("x {l} [blue]", "y", lists: "{l: {values: [red, red blue]}}"),
      ["f:2:28: 'x red blue' means both a(l: red blue) and a(l: red)"]
    ),
    // Two ways to the same meaning are no trouble.
    (intents("x [the] {l}", "y", lists: "{l: {values: [{in: '[the] lamp', out: lamp}]}}"), []),
    (intents("x ({l};[very] {m})", "y", lists: "{l: {values: [a]}, m: {values: [b]}}"), []),
    // ... but must not hide one that is.
    (
      intents("x [the] {l}", "x the lamp", lists: "{l: {values: [{in: '[the] lamp', out: lamp}]}}"),
      ["f:2:28: 'x the lamp' means both a(l: lamp) and b"]
    ),
    (intents("go {1..9:n} [five]", "go twenty [five]"), []),
    (intents("go {20..29:n} [five]", "stop"), ["f:2:28: 'go twenty five' means both a(n: 20) and a(n: 25)"]),
    (
      intents("x [the] {l}", "y", lists: "{l: {values: ['[the] lamp']}}"),
      ["f:2:28: 'x the lamp' means both a(l: lamp) and a(l: the lamp)"]
    ),
  ])
  func sentencesWithTwoMeaningsAreFound(yaml: String, expected: [String]) throws {
    #expect(try Set(warnings(yaml).filter { $0.contains("means both") }) == Set(expected))
  }

  // MARK: Values that sound alike

  @Test(arguments: [
    ("[four, for]", true), ("[fifteen, fifty]", true), ("[pin, bin]", true), ("[cat, cats]", true),
    ("[bath, path]", true),
    ("[ship, sheep]", true), ("[mall, small]", true), ("[latte, mocha]", false),
    ("[small, large]", false), ("[red, green]", false), ("[a bit of milk, a bit of soy milk]", false),
    ("[kitchen, bathroom]", false), ("[{in: four, out: 4}, {in: for, out: 4}]", false), ("['on[s]']", false),
    ("[{in: '[the] den', out: a}, {in: '(attic|ten)', out: b}]", true),
  ])
  func valuesThatSoundAlikeAreFound(values: String, alike: Bool) throws {
    let found = try warnings("intents: {a: {data: [{sentences: ['{l}']}]}}\nlists: {l: {values: \(values)}}")
    #expect(found.contains { $0.contains("sounds like") } == alike, "\(found)")
  }

  @Test func aWarningOfSoundAlikesNamesBoth() throws {
    let found = try warnings(
      """
      intents: {a: {data: [{sentences: ["{l}"]}]}}
      lists:
        l:
          values:
            - fifteen
            - fifty
      """)
    #expect(found == ["f:6:9: in 'l', 'fifty' sounds like 'fifteen'"])
  }

  @Test func unusedListsAreNotCompared() throws {
    let found = try warnings(
      "intents: {a: {data: [{sentences: [go]}]}}\nlists: {l: {values: [fifteen, fifty, kitchen]}}")
    #expect(found == ["f:2:9: the list 'l' is never used"])
  }

  @Test func likenessOfPhonesIsSymmetricAndZeroOnlyForEqualOnes() {
    for a in Phone.all {
      for b in Phone.all {
        let cost = PhoneSimilarity.cost(a, b)
        #expect(cost == PhoneSimilarity.cost(b, a) && (cost == 0) == (a == b) && (0...1).contains(cost))
      }
    }
  }
}
