import TestSupport
import Testing

@testable import Lexicon

/// Whatever a text is made of, it is words, or an error, soon.
@Suite struct ExtremeTextTests {
  @Test(arguments: [
    ("1000000000000000000th", "one" + String(repeating: " zero", count: 17) + " zeroth"),
    ("999999999999999999th", nil),
    (
      "9223372036854775807th",
      "nine two two three three seven two zero three six eight five four seven seven five eight zero seventh"
    ),
    ("99999999999999999999st", String(repeating: "nine ", count: 19) + "ninth"),
    (
      "-9223372036854775808",
      "minus nine two two three three seven two zero three six eight five four seven seven five eight zero eight"
    ),
    (
      "1:99999999999999999999",
      "one nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine"
    ),
    ("0th", "zeroth"), ("$th", "th"), ("٣th", "third"), ("٣", "three"),
    ("５０%", "fifty percent"), ("𝟙𝟚", "twelve"), ("²", ""), ("5²", "five"), ("½", "one half"), ("007th", "seventh"),
    ("1e999", "one e nine hundred ninety nine"), ("1/0", "one zero"), ("25:61", "twenty five sixty one"),
    ("\u{301}", ""), ("👨‍👩‍👧‍👦", ""), ("turn\u{0}on", "turn on"), ("-$5", "minus five dollars"),
  ])
  func numbersBeyondAllWordsAreReadDigitByDigit(text: String, words: String?) {
    let spoken = SpokenForm(text).words
    if let words { #expect(spoken.joined(separator: " ") == words) }
  }

  @Test(arguments: [Int.min, -SpokenNumber.limit, SpokenNumber.limit - 1, SpokenNumber.limit, Int.max])
  func everyIntegerHasWords(number: Int) {
    #expect(!SpokenNumber.words(number).isEmpty)
    #expect(!SpokenNumber.ordinalWords(number).isEmpty)
  }

  @Test func signsUpToTheHorizonAreNoNumber() async throws {
    let words = Array(repeating: "minus", count: 100_000) + ["five"]
    #expect(try await onSmallStack { SpokenNumber.value(of: words) } == nil)
  }

  static let pieces = [
    "'s", "s'", "'", "-", "a.", "a-", "1", "1,", "1,111", "1:1", "9th", "$", "%", "½", "é", "e\u{301}", "\u{301}",
    "\u{200D}", "👨‍👩‍👧", "🇩🇪", "\u{94D}क", "שלום", "\u{202E}", "\u{0}", "z", "sss", "漢", "ﬃ", "ß", "İ", "’", "−", "1-1",
    "1.1",
    "kg", "1kg/", " ", "\u{FEFF}", "\u{10FFFF}",
  ]

  /// A text of one kind of thing is bounded before it is worked on, and needs little stack.
  @Test(arguments: pieces)
  func longTextsAreWordsOrTooLong(piece: String) async throws {
    let lexicon = try Lexicon()
    for count in [1, 2, 31, 32, 33, 64, 65, 300, 9_000, 100_000] {
      for text in [String(repeating: piece, count: count), "kitchen" + String(repeating: piece, count: count)] {
        let (words, time) = try await onSmallStack { () -> ([String], Duration) in
          do throws(LexiconError) {
            let words = try TextLimits.standard.words(of: text)
            for word in words {
              do throws(LexiconError) { _ = try lexicon.pronunciations(of: word) } catch .unpronounceable { continue }
            }
            return (words, processorTime)
          } catch {
            guard case .tooLong = error else { throw error }
            return ([], processorTime)
          }
        }
        #expect(words.count <= TextLimits.standard.words)
        #expect(time < .seconds(5), "\(piece.debugDescription) \(count) times")
      }
    }
  }

  /// Who asks for one word without a text around it meets the same bound.
  @Test(arguments: pieces)
  func longWordsAreAnError(piece: String) async throws {
    let lexicon = try Lexicon()
    let word = "kitchen" + String(repeating: piece, count: 500_000)
    await #expect(throws: LexiconError.tooLong(what: "letters in a word", limit: TextLimits.standard.letters)) {
      try await onSmallStack { try lexicon.pronunciations(of: word) }
    }
  }

  @Test func limitsAreMetExactly() throws {
    let limits = TextLimits.standard
    let word = String(repeating: "ab", count: limits.letters / 2)
    #expect(try Lexicon().pronunciations(of: word).source == .guessed)
    #expect(throws: LexiconError.self) { try Lexicon().pronunciations(of: word + "a") }
    let text = String(repeating: "on ", count: limits.words)
    #expect(try limits.words(of: text).count == limits.words)
    #expect(throws: LexiconError.tooLong(what: "words", limit: limits.words)) { try limits.words(of: text + "on") }
    #expect(try limits.words(of: "see https://example.com/" + String(repeating: "some-path/", count: 40)).count > 80)
  }
}
