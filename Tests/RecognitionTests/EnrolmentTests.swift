import Aligner
import Commands
import Lexicon
import TestSupport
import Testing

@testable import Recognition

@Suite struct EnrolmentTests {
  private static let lexicon = Result { try Lexicon() }

  private static func phones(_ text: String) throws -> [Phone] { try Pronunciation(arpabet: text).phones }

  private static func stretch(_ phones: String, seed: UInt64) throws -> Background.Stretch {
    let heard = SyntheticSpeech(phones: try Self.phones(phones), seed: seed).posteriors
    return Background.Stretch(chunks: heard, whole: heard)
  }

  private static func examples(_ said: [String]) throws -> [Enrolment.Example] {
    try said.enumerated().map { index, phones in
      Enrolment.Example(file: "\(index)", stretches: [try stretch(phones, seed: UInt64(index))])
    }
  }

  /// An hour in which other things are said, and some that are given.
  private static func background(_ said: [String] = []) throws -> Background {
    var background = Background(seconds: 3600)
    var random = SplitMix64(seed: 7)
    for seed in 0..<40 {
      let phones = (0..<12).map { _ in Phone.all[Int.random(in: 0..<Phone.count, using: &random)] }
      let heard = SyntheticSpeech(phones: phones, seed: UInt64(seed)).posteriors
      background.append(Background.Stretch(chunks: heard, whole: heard))
    }
    for (seed, phones) in said.enumerated() { background.append(try stretch(phones, seed: UInt64(seed))) }
    return background
  }

  private static func enrolment(_ said: [String], against background: Background? = nil) throws -> Enrolment {
    let name = try WakeName("hey attune", lexicon: try lexicon.get())
    return try Enrolment(
      of: name, in: try examples(said), against: background ?? (try Self.background()), limit: 0.5)
  }

  // MARK: Alignment

  /// What was heard is all there, in its order, and the cost is the distance.
  @Test(arguments: 0..<50) func anAlignmentLosesNothing(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func some(_ counts: ClosedRange<Int>) -> [Phone] {
      (0..<Int.random(in: counts, using: &random)).map { _ in Phone.all[Int.random(in: 0..<8, using: &random)] }
    }
    let (heard, expected) = (some(0...9), some(1...9))
    let alignment = PhoneAlignment(of: heard, with: expected)
    #expect(alignment.heard.count == expected.count && alignment.heard.flatMap(\.self) == heard)
    #expect(abs(alignment.cost - PhoneSimilarity.distance(heard, expected)) < 1e-9)
    #expect(PhoneAlignment(of: expected, with: expected).heard == expected.map { [$0] })
  }

  // MARK: Votes

  @Test func oneRecordingIsNoVote() throws {
    let known = [[try Pronunciation(arpabet: "HH EY")], [try Pronunciation(arpabet: "AH T UW N")]]
    var votes = PronunciationVotes(known)
    votes.add(try Self.phones("HH EY AH T Y UW N"), of: 0)
    votes.add(try Self.phones("HH EY AH T Y UW N"), of: 0)
    votes.add(try Self.phones("HH EY AH D UW N"), of: 1)
    #expect(votes.candidates.isEmpty)
    votes.add(try Self.phones("EY AH D UW M"), of: 2)
    #expect(votes.candidates.map { "\($0.word): \($0.pronunciation)" } == ["1: AH D UW N"])
  }

  // MARK: Enrolment

  @Test func whatTwoRecordingsShareIsProposed() throws {
    let enrolment = try Self.enrolment(["HH EY OW T Y UW M", "HH EY OW T Y UW M", "HH EY AH T UW N"])
    #expect(enrolment.proposals.map { "\($0.word): \($0.pronunciation)" } == ["attune: OW T Y UW M"])
    #expect(enrolment.isDistinct && enrolment.rates.after < enrolment.rates.before)
    #expect(enrolment.heard.allSatisfy { $0.confidence.after >= enrolment.weakest })
    // What was known still is.
    let ways = enrolment.name.pronunciations[1].variants.map { "\($0.pronunciation)" }
    #expect(ways == ["AH T UW N", "OW T Y UW M"])
  }

  @Test func whatIsSaidAsTheDictionaryHasItNeedsNothing() throws {
    let enrolment = try Self.enrolment(["HH EY AH T UW N", "HH EY AH T UW N", "HH EY AH T UW N"])
    #expect(enrolment.proposals.isEmpty && enrolment.isDistinct)
    #expect(enrolment.heard.allSatisfy { $0.confidence.before == $0.confidence.after })
    #expect(enrolment.threshold <= enrolment.weakest && enrolment.rates.atThreshold <= 0.5)
  }

  @Test func aNameThatOthersSayIsRefused() throws {
    let said = "HH EY AH T UW N"
    let background = try Self.background(Array(repeating: said, count: 30))
    let enrolment = try Self.enrolment([said, said, said], against: background)
    #expect(!enrolment.isDistinct && enrolment.rates.after > 1)
  }

  @Test func oneRecordingIsTooFew() throws {
    #expect(throws: NameError.tooFewExamples(1, needed: 2)) { try Self.enrolment(["HH EY AH T UW N"]) }
    let silent = [Enrolment.Example(file: "a", stretches: []), Enrolment.Example(file: "b", stretches: [])]
    #expect(throws: NameError.tooFewExamples(0, needed: 2)) {
      let name = try WakeName("hey attune", lexicon: try Self.lexicon.get())
      return try Enrolment(of: name, in: silent, against: Background(seconds: 1), limit: 1)
    }
  }

  // MARK: Names

  @Test(arguments: [("", "the name '' has no words"), ("?!", "the name '?!' has no words")])
  func aNameHasWords(text: String, message: String) {
    #expect { try WakeName(text, lexicon: try Self.lexicon.get()) } throws: { "\($0)" == message }
  }

  @Test func aNameIsItsOwnCommand() throws {
    let name = try WakeName("Hey, Attune!", lexicon: try Self.lexicon.get())
    #expect(name.text == "Hey Attune" && name.phoneCount == 6 && name.guessedWords.isEmpty)
    var search = try name.search()
    let said = try #require(search.best(in: try Self.stretch("HH EY AH T UW N", seed: 1)))
    let other = search.best(in: try Self.stretch("T ER N AO N DH AH L AY T", seed: 1))
    #expect(said.intent == WakeName.intent && said.odds > (other?.odds ?? -12) + 3)
  }

  @Test func whatSoundsLikeANameIsFound() throws {
    let lexicon = try Self.lexicon.get()
    let grammar = try Grammar(
      yaml: """
        intents:
          light: {data: [{sentences: ["turn on the kitchen"]}]}
          call: {wake: true, data: [{sentences: ["hello kitten"]}]}
        """)
    let commands = try CommandSet(grammar, lexicon: lexicon)
    let alike = SoundsLike(try WakeName("kitten", lexicon: lexicon)).commands(in: commands)
    // What wakes is the name itself.
    #expect(alike.map(\.text) == ["kitchen"] && alike.allSatisfy { $0.difference > 0 && $0.difference <= 0.25 })
    #expect(SoundsLike(try WakeName("bulldozer", lexicon: lexicon)).commands(in: commands).isEmpty)
    let usual = try SoundsLike(try WakeName("kitten", lexicon: lexicon)).usualWords()
    #expect(usual.count == 5 && !usual.contains { $0.text == "kitten" })
    #expect(zip(usual, usual.dropFirst()).allSatisfy { $0.difference <= $1.difference })
  }
}
