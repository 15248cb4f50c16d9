import Lexicon
import Testing

@testable import Commands

@Suite struct RhinoTests {
  private func language(_ expression: String) throws -> [String: [String: SlotValue]] {
    let grammar = try Grammar(
      yaml: """
        context:
          expressions:
            test:
              - "\(expression)"
          slots:
            room: [kitchen, living room]
          macros:
            the: [the, all the]
            lights: ["@the lights", lamps]
        """)
    let language = try CommandGraph(grammar, lexicon: Lexicon(connectedSpeech: false)).language()
    return Dictionary(
      language.map { ($0.words.joined(separator: " "), $0.slots) }, uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: [
    ("go (now, right now)", ["go", "go now", "go right now"]),
    ("[start, begin the] show", ["start show", "begin the show"]),
    ("[a, b (c)]d", ["a d", "b d", "b c d"]),
    ("dim @lights", ["dim all the lights", "dim lamps", "dim the lights"]),
    ("stop, now.", ["stop now"]),
    ("go [on, off](please)", ["go off", "go off please", "go on", "go on please"]),
  ])
  func bracketsAreInverted(expression: String, sentences: [String]) throws {
    #expect(try Set(language(expression).keys) == Set(sentences))
  }

  @Test func slotsTakeThePhraseAsWritten() throws {
    #expect(
      try language("[in, to] the $room:where") == [
        "in the kitchen": ["where": .text("kitchen")], "in the living room": ["where": .text("living room")],
        "to the kitchen": ["where": .text("kitchen")], "to the living room": ["where": .text("living room")],
      ])
  }

  @Test(arguments: [
    ("pv.Alphabetic", 26, "b", "b"), ("pv.Alphanumeric", 36, "seven", "7"), ("pv.SingleDigitInteger", 10, "zero", "0"),
    ("pv.TwoDigitInteger", 100, "forty two", "42"), ("pv.Percent", 101, "one hundred percent", "100%"),
    ("pv.SingleDigitOrdinal", 10, "third", "3rd"), ("pv.TwoDigitOrdinal", 100, "ninety second", "92nd"),
  ])
  func builtInSlots(type: String, count: Int, words: String, value: String) throws {
    let found = try language("go $\(type):x")
    #expect(found.count == count)
    #expect(found["go " + words] == ["x": .text(value)])
  }
}
