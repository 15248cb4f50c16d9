import Testing

@testable import Lexicon

@Suite struct LexiconTests {
  private let lexicon: Lexicon

  init() throws { lexicon = try Lexicon() }

  /// The phones of all variants, in order.
  private func variants(_ word: String, in lexicon: Lexicon? = nil) throws -> [String] {
    try (lexicon ?? self.lexicon).pronunciations(of: word).variants.map(\.pronunciation.description)
  }

  @Test(arguments: [
    ("latte", "L AA T EY", WordPronunciations.Source.dictionary),
    ("LATTE", "L AA T EY", .dictionary),
    ("café", "K AH F EY", .dictionary),
    ("o’clock", "AH K L AA K", .dictionary),
    ("drive-thru", "D R AY V TH R UW", .dictionary),
    ("coffee-table", "K AA F IY T EY B AH L", .dictionary),
    ("lattes", "L AA T EY Z", .dictionary),
    ("mocha's", "M OW K AH Z", .dictionary),
    ("thermostat's", "TH ER M AH S T AE T S", .dictionary),
    ("boss's", "B AO S IH Z", .dictionary),
    ("TV", "T IY V IY", .dictionary),
    ("a.m.", "EY EH M", .dictionary),
    ("HDMI", "EY CH D IY EH M AY", .spelled),
    ("q.r.s.", "K Y UW AA R EH S", .spelled),
    ("hdcp", "EY CH D IY S IY P IY", .spelled),
    ("B", "B IY", .dictionary),
    ("macchiato", "M AE K IY AA T OW", .guessed),
    ("macchiatos", "M AE K IY AA T OW Z", .guessed),
    ("smartplug", "S M AA R T P L AH G", .guessed),
  ])
  func firstPronunciation(word: String, phones: String, source: WordPronunciations.Source) throws {
    let found = try lexicon.pronunciations(of: word)
    #expect(found.variants.first?.pronunciation.description == phones)
    #expect(found.source == source)
  }

  @Test func givenPronunciationsReplaceAllOthersAndLeaveTheOldLexiconAlone() throws {
    let given = try Pronunciation(arpabet: "L AE1 T IY0")
    let changed = lexicon.adding(["Latte": [given]])
    #expect(try changed.pronunciations(of: "latte") == WordPronunciations(.given, [given]))
    #expect(try variants("lattes", in: changed) == ["L AE T IY Z"])
    #expect(try variants("latte") == ["L AA T EY"])
  }

  @Test func functionWordsHaveReducedFormsAtACost() throws {
    let and = try lexicon.pronunciations(of: "and").variants
    #expect(and.prefix(2).map(\.weight) == [0, 0])
    #expect(and.contains { $0.pronunciation.description == "N" && $0.weight < 0 })
    #expect(and.allSatisfy { $0.weight <= 0 })
    let careful = try Lexicon(connectedSpeech: false)
    #expect(try variants("and", in: careful) == ["AH N D", "AE N D"])
  }

  @Test func everyReducedFormAddsToTheDictionary() throws {
    let careful = try Lexicon(connectedSpeech: false)
    for word in ReducedForms.words {
      let listed = Set(try variants(word, in: careful))
      let reduced = ReducedForms.variants(of: word).map(\.pronunciation.description)
      #expect(!reduced.isEmpty && listed.isDisjoint(with: reduced), "\(word)")
      #expect(Set(reduced).count == reduced.count, "\(word)")
    }
  }

  @Test(arguments: ["", "?!", "日本", "...", "'"])
  func wordsWithNothingToSayAreErrors(word: String) {
    #expect(throws: LexiconError.self) { try lexicon.pronunciations(of: word) }
  }

  @Test(arguments: ["a''''''s", "----", "x-", "s's's's", "'s", "zzzzzzzzzzzz", String(repeating: "ab", count: 32)])
  func oddWordsEndInAPronunciationOrAnError(word: String) {
    do throws(LexiconError) {
      #expect(!(try lexicon.pronunciations(of: word)).variants.isEmpty)
    } catch {
      guard case .unpronounceable = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// flite is not thread safe; the lexicon is.
  @Test func guessesAreTheSameFromManyTasks() async {
    let words = ["macchiato", "cortado", "ristretto", "zorblax", "quenf", "attune"]
    let expected = words.map(LetterToSound.guess)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<32 { group.addTask { words.map(LetterToSound.guess) == expected } }
      for await same in group { #expect(same) }
    }
    #expect(expected.allSatisfy { $0 != nil })
  }

  @Test(arguments: [("T AH0 M EY1", "T AH M EY"), (" t  ah m ", "T AH M")])
  func arpabetIsReadWithOrWithoutStress(text: String, phones: String) throws {
    #expect(try Pronunciation(arpabet: text).description == phones)
  }

  @Test func arpabetMistakesAreNamed() {
    #expect(throws: LexiconError.unknownPhone("XX", pronunciation: "T XX")) { try Pronunciation(arpabet: "T XX") }
    #expect(throws: LexiconError.emptyPronunciation) { try Pronunciation(arpabet: "  ") }
  }
}
