import Foundation
import TestSupport
import Testing

@testable import Lexicon

@Suite struct WordBigramsTests {
  @Test func aPairCountsAndAnythingElseBacksOff() throws {
    let bigrams = try WordBigrams(BigramsFile.small.bytes, path: "small.bin")
    let (milk, oat) = (try #require(bigrams.word("milk")), try #require(bigrams.word("oat")))
    #expect(bigrams.count == 4 && bigrams.text(of: milk) == "milk" && bigrams.word("mil") == nil)
    #expect(bigrams.logProbability(of: milk) == -5)
    #expect(bigrams.logProbability(of: milk, after: oat) == -0.5)
    // The back-off weight of "milk" is -2 / 16.
    #expect(bigrams.logProbability(of: oat, after: milk) == -6.125)
    #expect(bigrams.logProbability(of: try #require(bigrams.end), after: milk) == -1.5)
  }

  /// A byte is rounded to the next sixteenth of a nat, 3 % either way.
  @Test(arguments: ["the", "ice", "play", "<s>", "aardvark"]) func probabilitiesAddUpToOne(previous: String) throws {
    let bigrams = try #require(try WordBigrams.bundled(.english))
    let word = try #require(bigrams.word(previous))
    let sum = (0..<bigrams.count).filter { $0 != bigrams.beginning }
      .reduce(0.0) { $0 + exp(Double(bigrams.logProbability(of: $1, after: word))) }
    #expect(abs(sum - 1) < 0.05, "\(sum)")
  }

  @Test func theShippedOnesKnowWhatFollowsWhat() throws {
    let bigrams = try #require(try WordBigrams.bundled(.english))
    func word(_ text: String) throws -> Int { try #require(bigrams.word(text)) }
    let (ice, cream, scream) = (try word("ice"), try word("cream"), try word("scream"))
    #expect(bigrams.logProbability(of: cream, after: ice) > bigrams.logProbability(of: cream) + 4)
    #expect(bigrams.logProbability(of: scream, after: ice) < bigrams.logProbability(of: cream, after: ice) - 4)
  }

  @Test func everyShippedWordHasItsForms() throws {
    let bigrams = try #require(try WordBigrams.bundled(.english))
    let lexicon = try Lexicon()
    let words = try lexicon.spokenWords(of: bigrams)
    let spoken = Set(words.forms.map(\.word))
    // The beginning and the end of a sentence are not said.
    #expect(spoken.count == bigrams.count - 2)
    for text in ["milk", "and", "tomato", "the"] {
      let word = try #require(bigrams.word(text))
      let forms = words.forms.filter { $0.word == Int32(word) }.map { form in
        words.phones[Int(form.phones.lowerBound)..<Int(form.phones.upperBound)].compactMap(Phone.init(rawValue:))
      }
      #expect(Set(forms) == Set(try lexicon.pronunciations(of: text).variants.map(\.pronunciation.phones)))
    }
  }

  @Test func aMissingFileIsAnError() {
    #expect(throws: LexiconError.missingBigrams(path: "/nowhere.bin", reason: "No such file or directory")) {
      try WordBigrams(contentsOf: "/nowhere.bin")
    }
  }

  /// The file has 18 bytes before the words, 18 of words, 4 of unigrams, 4 of weights, 8 of counts, 12 of pairs.
  @Test(arguments: [
    (0, 0, 0, "this is not what training/attune_training/steps/bigrams.py writes"),
    (6, 5, 64, "there should be 68 bytes"),
    (14, 4, 64, "there should be 68 bytes"),
    (18, UInt8(ascii: "x"), 23, "a word that does not come after the one before it"),
    (27, 0xFF, 27, "a word that is no UTF-8"),
    (31, UInt8(ascii: "x"), 36, "3 words where 4 should be"),
    (48, 9, 48, "more pairs than there are"),
    (50, 1, 52, "2 pairs begin with a word where 3 should"),
    (57, 4, 56, "a pair whose second word is none, or is out of order"),
    (61, 0, 60, "a pair whose second word is none, or is out of order"),
  ])
  func damageIsToldWithItsByte(place: Int, byte: UInt8, at expected: Int, problem: String) throws {
    var bytes = BigramsFile.small.bytes
    #expect(bytes.count == 64)
    bytes[place] = byte
    #expect(throws: LexiconError.corrupt(path: "x.bin", byte: expected, problem: problem)) {
      try WordBigrams(bytes, path: "x.bin")
    }
  }

  @Test func whateverIsCutOffIsNoticed() throws {
    let bytes = BigramsFile.small.bytes
    for count in bytes.indices {
      #expect(throws: LexiconError.self) { try WordBigrams(Array(bytes.prefix(count)), path: "x.bin") }
    }
  }
}
