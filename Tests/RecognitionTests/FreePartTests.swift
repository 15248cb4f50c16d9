import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

/// What fills the free parts of commands: words that are guessed by sound alone, words of a transcript beside it.
@Suite struct FreePartTests {
  private static let commands = Result {
    try CommandSet(
      Grammar(
        yaml: """
          intents:
            add: {data: [{sentences: ["add {item} to my list", "add {item} to my list for {day}"]}]}
            clear: {data: [{sentences: ["clear {item}"]}]}
          lists: {item: {wildcard: true}, day: {wildcard: true}}
          """), lexicon: GivenSound.lexicon.get())
  }

  private static func posteriors(_ sentence: String) throws -> PhonePosteriors {
    let lexicon = try GivenSound.lexicon.get()
    let phones = try sentence.split(separator: " ").flatMap {
      try lexicon.pronunciations(of: String($0)).variants[0].pronunciation.phones
    }
    return SyntheticSpeech(phones: phones).posteriors
  }

  private static func understand(
    _ sentence: String, _ text: String? = nil, guessing: Bool = true
  ) throws -> Interpretation {
    let commands = try commands.get()
    var settings = commands.settings
    if !guessing { settings.vocabulary = nil }
    if text != nil { settings.fusion = .late(LateFusion(lexicon: commands.lexicon)) }
    let sound = HeardSound(posteriors: try posteriors(sentence))
    let recognizer = Recognizer(graph: commands.graph, settings: settings) { _ in sound }
    if let text { recognizer.append(TranscriptToken(text)) }
    recognizer.append([0.1])
    return try #require(try recognizer.finish().candidate)
  }

  @Test func bySoundAloneTheWordsAreGuessed() throws {
    let command = try Self.understand("add peanut butter to my list")
    let item = try #require(command.slots.first)
    #expect(item.value == .text("peanut butter") && item.words == ["peanut", "butter"] && item.isGuessed)
    #expect(item.phones == "/P IY N AH T B AH T ER/")
    #expect(command.text == "add peanut butter to my list")
    let times = command.words.map(\.time)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    let whole = try #require(item.time)
    #expect(times[1].lowerBound == whole.lowerBound && times[2].upperBound <= whole.upperBound)
  }

  @Test func everyFreePartHasItsOwnWords() throws {
    let command = try Self.understand("add washing powder to my list for thursday")
    #expect(command.slots.map(\.value) == [.text("washing powder"), .text("thursday")])
    #expect(command.slots.allSatisfy { $0.isGuessed })
    #expect(command.text == "add washing powder to my list for thursday")
  }

  @Test func aTranscriptHasTheWordsAndNothingIsGuessed() throws {
    let command = try Self.understand("add peanut butter to my list", "Add PEANUT-butter to my list.")
    let item = try #require(command.slots.first)
    #expect(item.value == .text("PEANUT-butter") && !item.isGuessed && item.phones == "/P IY N AH T B AH T ER/")
  }

  /// The command says little beside its free part: that the transcript is one of this sound is what the sound tells.
  @Test func whereTheSoundHasItsWordsATranscriptIsTaken() throws {
    let sentence = "clear decorative art and what from the far side"
    let command = try Self.understand(sentence)
    let other = try Self.understand(sentence, sentence)
    #expect(command.slots.first?.isGuessed == true && other.slots.first?.isGuessed == false)
    #expect(other.slots.map(\.value) == [.text("decorative art and what from the far side")])
  }

  /// Words that nobody has said do not come into a free part, and one that is written wrong stays there.
  @Test(arguments: [
    ("add nestorius peanut butter to my list", "peanut butter"),
    ("add peanut butter before to my list", "peanut butter"),
    ("add peanut batter to my list", "peanut batter"), ("ad peanut butter two my list", "peanut butter"),
    ("add kombucha to my list", "kombucha"), ("peanut butter to my list", "peanut butter"),
  ])
  func theSoundSaysWhichWordsLieThere(text: String, item: String) throws {
    let slot = try #require(try Self.understand("add peanut butter to my list", text).slots.first)
    #expect(slot.value == .text(item) && !slot.isGuessed, "\(slot)")
  }

  @Test func aTranscriptOfSomethingElseLeavesTheGuess() throws {
    let command = try Self.understand("add peanut butter to my list", "the weather in boston")
    let alone = try Self.understand("add peanut butter to my list")
    #expect(command.slots.map(\.value) == alone.slots.map(\.value), "\(command)")
    #expect(command.slots.map(\.isGuessed) == [true])
  }

  @Test func withoutAVocabularyThereArePhones() throws {
    let command = try Self.understand("add peanut butter to my list", guessing: false)
    let item = try #require(command.slots.first)
    #expect(item.value == .text("/P IY N AH T B AH T ER/") && item.words.isEmpty && !item.isGuessed)
    #expect(command.text == "add to my list")
  }

  @Test func nothingElseOfTheResultChanges() throws {
    var guessed = try Self.understand("add peanut butter to my list")
    let heard = try Self.understand("add peanut butter to my list", guessing: false)
    #expect(guessed.score == heard.score && guessed.slots[0].time == heard.slots[0].time)
    #expect(guessed.slots[0].confidence == heard.slots[0].confidence)
    guessed.words.removeSubrange(1...2)
    #expect(guessed.words == heard.words)
  }

  @Test func whatIsWrittenIsNotGuessed() throws {
    let recognizer = TextRecognizer(of: try Self.commands.get())
    let command = try #require(try recognizer.recognize([TranscriptToken("add peanut butter to my list")])[0].candidate)
    let item = try #require(command.slots.first)
    #expect(item.value == .text("peanut butter") && !item.isGuessed && item.phones == nil)
  }

  /// Whoever has no free parts neither loads the words nor keeps the sound.
  @Test func withoutFreePartsThereIsNoVocabulary() throws {
    let grammar = try Grammar(yaml: "intents: {on: {data: [{sentences: [\"turn on the lights\"]}]}}")
    #expect(try CommandSet(grammar, lexicon: GivenSound.lexicon.get()).settings.vocabulary == nil)
    #expect(try Self.commands.get().settings.vocabulary != nil)
  }
}
