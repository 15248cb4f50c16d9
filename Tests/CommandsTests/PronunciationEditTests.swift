import Lexicon
import Testing

@testable import Commands

@Suite struct PronunciationEditTests {
  private static let entries: [PronunciationEdit.Entry] = [
    ("attune", ["AH T UW N", "AH T Y UW N"]), ("o'neil", ["OW N IY L"]),
  ]

  private static let intents = """
    # What is said.
    intents:
      go:   # comments stay
        data: [{sentences: ["go [now]"]}]

    """

  @Test func aFileWithoutPronunciationsGetsThemAtItsEnd() throws {
    let text = try PronunciationEdit.adding(Self.entries, to: Self.intents, file: "f")
    #expect(
      text == Self.intents + """
        pronunciations:
          attune: [AH T UW N, AH T Y UW N]
          "o'neil": OW N IY L

        """)
    let grammar = try Grammar(yaml: text)
    #expect(grammar.pronunciations["attune"]?.map(\.description) == ["AH T UW N", "AH T Y UW N"])
    #expect(grammar.pronunciations["o'neil"]?.map(\.description) == ["OW N IY L"])
  }

  /// However the file is written: without the new lines it is what it was.
  @Test(arguments: [
    intents, String(intents.dropLast()), "\u{FEFF}" + intents, intents.split(separator: "\n").joined(separator: "\r\n"),
    intents + "pronunciations:\n    # by hand\n    latte: L AA T EY  # mine\n",
    "pronunciations:\n  latte: L AA T EY\n" + intents,
    "context:\n  expressions:\n    go: [go now]\n", intents + "pronunciations:\r\n  latte: L AA T EY\r\n",
  ])
  func noOtherLineIsTouched(text: String) throws {
    let new = try PronunciationEdit.adding(Self.entries, to: text, file: "f")
    var added = new.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { String($0) }
    for line in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" }) {
      // A last line without its end gets one.
      let place = added.firstIndex { $0 == String(line) || $0 == String(line) + "\r" }
      added.remove(at: try #require(place, "\(line)"))
    }
    #expect(added.count { !$0.isEmpty } <= 3)
    #expect(try Grammar(yaml: new).pronunciations["attune"]?.count == 2)
    #expect(try Grammar(yaml: new).pronunciations["latte"] == (try Grammar(yaml: text).pronunciations["latte"]))
  }

  @Test(arguments: [
    ("{intents: {go: {data: [{sentences: [go]}]}}}", "f:1:1: nothing was added: the file is one value in braces"),
    (
      intents + "pronunciations: {latte: L AA T EY}\n",
      "f:5:17: nothing was added: 'pronunciations' is not written with a word in each line"
    ),
    (
      intents + "pronunciations:\n  latte: L AA T EY\n  Attune: AH T UW N\n",
      "f:7:3: nothing was added: 'Attune' has pronunciations already: take them out first"
    ),
    (intents + "...\n", "f:2:1: nothing was added: it cannot be added to without changing what it says"),
  ])
  func whatCannotBeAddedToSafelyIsRefused(text: String, message: String) {
    #expect { _ = try PronunciationEdit.adding(Self.entries, to: text, file: "f") } throws: { "\($0)" == message }
  }

  @Test func nothingToAddIsNoChange() throws {
    #expect(try PronunciationEdit.adding([], to: "anything", file: "f") == "anything")
  }
}
