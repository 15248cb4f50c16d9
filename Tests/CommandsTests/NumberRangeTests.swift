import Lexicon
import TestSupport
import Testing

@testable import Commands

@Suite struct NumberRangeTests {
  /// The numbers that a range's sentences mean, and all sentences.
  private func spoken(_ range: String) throws -> (numbers: [Int], sentences: Set<String>) {
    let grammar = try Grammar(templates: ["go {\(range):n}"])
    let language = try CommandGraph(grammar, lexicon: Lexicon(connectedSpeech: false)).language()
    let numbers = language.compactMap { meaning -> Int? in
      if case .integer(let number)? = meaning.slots["n"] { number } else { nil }
    }
    #expect(numbers.count == language.count)
    return (Set(numbers).sorted(), Set(language.map { $0.words.dropFirst().joined(separator: " ") }))
  }

  @Test(arguments: [
    (0, 0, 1), (0, 100, 1), (0, 100, 5), (1, 9, 1), (95, 105, 1), (-3, 3, 1), (-120, -99, 7), (0, 1_250, 250),
    (998, 1_103, 1), (1_095, 2_305, 11), (99_990, 100_010, 1), (0, 100_000, 9_999), (-2_000, 2_000, 333),
  ])
  func exactlyTheNumbersOfTheRangeCanBeSaid(from: Int, to: Int, step: Int) throws {
    let (numbers, sentences) = try spoken("\(from)..\(to),\(step)")
    #expect(numbers == Array(stride(from: from, through: to, by: step)))
    #expect(sentences.isSuperset(of: numbers.map { SpokenNumber.words($0).joined(separator: " ") }))
  }

  @Test(arguments: [
    ("105..105", ["one hundred five", "one hundred and five", "a hundred five", "a hundred and five"]),
    ("1200..1200", ["one thousand two hundred", "a thousand two hundred", "twelve hundred"]),
    (
      "2506..2506",
      [
        "two thousand five hundred six", "two thousand five hundred and six", "twenty five hundred six",
        "twenty five hundred and six",
      ]
    ),
    ("1001..1001", ["one thousand one", "one thousand and one", "a thousand one", "a thousand and one"]),
    ("-20..-20", ["minus twenty", "negative twenty"]),
    ("0..0", ["zero"]),
  ])
  func waysToSayANumber(range: String, expected: [String]) throws {
    #expect(try spoken(range).sentences == Set(expected))
  }

  /// Exactly the numbers of a range with fractions can be said, with a point or with "half".
  @Test(arguments: [
    ("from: 0, to: 2, fractions: halves", [0, 0.5, 1, 1.5, 2]),
    ("from: 0, to: 1, fractions: tenths", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
    ("from: -1, to: 1, step: 0.5", [-1, -0.5, 0, 0.5, 1]), ("from: 0.25, to: 1, step: 0.25", [0.25, 0.5, 0.75, 1]),
    ("from: 19.5, to: 21.5, step: 1", [19.5, 20.5, 21.5]), ("from: 1, to: 5, step: 1.5", [1, 2.5, 4]),
    ("from: 0, to: 2, fractions: halves, multiplier: 2", [0, 1, 2, 3, 4]), ("from: 1.0, to: 3.0", [1, 2, 3]),
  ])
  func fractions(range: String, expected: [Double]) throws {
    let grammar = try Grammar(templates: ["go {n}"], lists: ["n": "{range: {\(range)}}"])
    let graph = try CommandGraph(grammar, lexicon: Lexicon(connectedSpeech: false))
    let numbers = graph.language().compactMap { meaning -> Double? in
      switch meaning.slots["n"] {
      case .integer(let number)?: Double(number)
      case .number(let number)?: number
      default: nil
      }
    }
    #expect(Set(numbers).sorted() == expected)
    var generator = SplitMix64(seed: 3)
    for _ in 0..<20 {
      let sample = grammar.sample(using: &generator)
      #expect(graph.language().contains { $0.words == sample.words && $0.slots == sample.slots }, "\(sample)")
    }
  }

  @Test func waysToSayAFraction() throws {
    let grammar = try Grammar(templates: ["go {n}"], lists: ["n": "{range: {from: 0.5, to: 1.5, step: 1}}"])
    let language = try CommandGraph(grammar, lexicon: Lexicon(connectedSpeech: false)).language()
    #expect(
      Set(language.map { $0.words.dropFirst().joined(separator: " ") }) == [
        "point five", "zero point five", "half", "a half", "one half", "one point five", "one and a half",
        "one and one half",
      ])
  }

  @Test(arguments: [
    (0, 100, 1), (0, 100_000, 1), (0, 1_000_000, 5), (-1_000_000_000, 1_000_000_000, 1), (0, 100_000, 7),
  ])
  func graphsStaySmall(from: Int, to: Int, step: Int) throws {
    let grammar = try Grammar(templates: ["go {\(from)..\(to),\(step):n}"])
    let graph = try CommandGraph(grammar, lexicon: Lexicon())
    #expect(graph.arcs.count < 20_000)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20 {
      let sample = grammar.sample(using: &generator)
      let phones = try sample.words.flatMap { try Lexicon().pronunciations(of: $0).variants[0].pronunciation.phones }
      #expect(graph.readings(of: phones).contains { $0.values == sample.slots })
    }
  }

  @Test(arguments: [("0.5", SlotValue.number(2.5)), ("2", .integer(10)), ("0.1", .number(0.5)), ("-1", .integer(-5))])
  func multipliersScaleTheSpokenNumber(multiplier: String, expected: SlotValue) throws {
    let grammar = try Grammar(
      templates: ["set {level}"], lists: ["level": "{range: {from: 5, to: 5, multiplier: \(multiplier)}}"])
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    #expect(Set(language.map(\.slots)) == [["level": expected]])
  }

  @Test func aSlotThatTakesNumbersTakesThemEverywhere() throws {
    let grammar = try Grammar(
      yaml: """
        intents:
          dim:
            data:
              - sentences: ["dim to ({0..100:level}|{word:level})"]
              - {sentences: [dim it], slots: {level: 30, how: 30}}
          other:
            data: [{sentences: ["other {word:level}"]}]
        lists: {word: {values: [{in: half, out: 50}, {in: full, out: full}]}}
        """)
    let language = try CommandGraph(grammar, lexicon: Lexicon()).language()
    func slots(_ sentence: String) -> [String: SlotValue]? {
      language.first { $0.words.joined(separator: " ") == sentence }?.slots
    }
    #expect(slots("dim to half") == ["level": .integer(50)])
    #expect(slots("dim to full") == ["level": .text("full")])
    #expect(slots("dim it") == ["level": .integer(30), "how": .text("30")])
    #expect(slots("other half") == ["level": .text("50")])
  }
}
