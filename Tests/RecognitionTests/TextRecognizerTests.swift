import Aligner
import Commands
import Lexicon
import Synchronization
import Testing

@testable import Recognition

@Suite struct TextRecognizerTests {
  private static let parts = Result {
    let grammar = try Grammar(contentsOf: ["config/lights.yaml", "config/timers.yaml"].map { "\(root)/\($0)" })
    return (grammar: grammar, commands: try CommandSet(grammar, lexicon: Lexicon()))
  }

  private static let root = String(#filePath.dropLast("/Tests/RecognitionTests/TextRecognizerTests.swift".count))

  private func recognize(_ text: String, as kind: TextKind = .heard) throws -> RecognitionResult {
    let parts = try Self.parts.get()
    let recognizer = TextRecognizer(of: parts.commands)
    let results = try recognizer.recognize([TranscriptToken(text)], as: kind)
    #expect(results.count == 1)
    return results[0]
  }

  /// What was heard right, or nearly so, is understood; it has no place in time.
  @Test(arguments: [
    ("turn on the kitchen lights", "setLight", ["state": "on", "room": "kitchen"]),
    ("Turn on the kitchen lights!", "setLight", ["state": "on", "room": "kitchen"]),
    ("turn on the chicken lights", "setLight", ["state": "on", "room": "kitchen"]),
    ("dim the bedroom to 30%", "setBrightness", ["room": "bedroom", "brightness": "30"]),
    ("set a timer for 5 minutes", "setTimer", ["minutes": "5"]),
  ])
  func commandsAreUnderstood(text: String, intent: String, slots: [String: String]) throws {
    let result = try recognize(text)
    let command = try #require(result.interpretation)
    #expect(command.intent == intent && result.speech == nil && result.confidence.value <= 1)
    #expect(Dictionary(command.slots.map { ($0.name, $0.value.description) }) { $1 } == slots)
  }

  @Test(arguments: [
    "", "   ", "!?", "what a lovely day it is", "the quick brown fox jumps over the lazy dog", "thank you", "you",
    "good morning everybody how are you doing",
  ])
  func whatIsNoCommandIsRejected(text: String) throws {
    for kind in [TextKind.heard, .written] { #expect(try recognize(text, as: kind).interpretation == nil) }
  }

  /// A text is bounded before it is worked on: what is longer is an error, and what is not takes no long time.
  @Test(arguments: [
    ("long word", String(repeating: "abcdefgh", count: 110_000)),
    ("apostrophes", "kitchen" + String(repeating: "'s", count: 9_000)),
    ("many words", String(repeating: "on ", count: 257)), ("digits", String(repeating: "1", count: 257)),
    ("a letter with many marks", "a" + String(repeating: "\u{301}", count: 8_000)),
    ("a long word among others", "turn on the \(String(repeating: "k", count: 65)) lights"),
  ])
  func textThatIsTooLongIsAnError(name: String, text: String) throws {
    for kind in [TextKind.heard, .written] {
      let error = #expect(throws: LexiconError.self) { try recognize(text, as: kind) }
      guard case .tooLong = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test(
    arguments: [
      "1000000000000000000th", String(repeating: "9", count: 200), String(repeating: "zzzzzzzz ", count: 200),
      String(repeating: String(repeating: "z", count: 64) + " ", count: 250), String(repeating: "on ", count: 256),
      String(repeating: "the lights ", count: 50), "\u{0}", "\u{202E}on", String(repeating: "🇩🇪", count: 2_000),
      "a" + String(repeating: "\u{301}", count: 60), "-9223372036854775808 minus minus minus",
    ])
  func textAtTheLimitsIsNoCommand(text: String) throws {
    for kind in [TextKind.heard, .written] { #expect(try recognize(text, as: kind).interpretation == nil) }
  }

  /// Where nobody waits for the answer, the search ends at the next phone.
  @Test func aCancelledSearchFindsNothing() throws {
    let parts = try Self.parts.get()
    let recognizer = TextRecognizer(of: parts.commands)
    let asked = Atomic(0)
    recognizer.isCancelled = { asked.add(1, ordering: .relaxed).newValue >= 3 }
    let text = [TranscriptToken("turn on the chicken lights")]
    let result = try recognizer.recognize(text, as: .heard)
    // Each loop looks once more at the most.
    #expect(result[0].candidate == nil && asked.load(ordering: .relaxed) < 20)
    recognizer.isCancelled = { false }
    #expect(try recognizer.recognize(text, as: .heard)[0].interpretation != nil)
  }

  @Test func aTaskThatIsCancelledSearchesNoMore() async throws {
    let parts = try Self.parts.get()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let recognizer = TextRecognizer(of: parts.commands)
      recognizer.isCancelled = { Task.isCancelled }
      return try recognizer.recognize([TranscriptToken("turn on the kitchen lights")])[0].candidate
    }
    #expect(try await task.value == nil)
  }

  /// What is right is believed more than what is nearly right.
  @Test func confidenceFallsWithMistakes() throws {
    let right = try recognize("turn on the kitchen lights").confidence.value
    let near = try recognize("turn on the chicken lights").confidence.value
    let far = try recognize("turn on the pelican flights").confidence.value
    #expect(right > near && near > far)
  }

  /// Words of a free part are the transcript's own, whatever was misheard around them.
  @Test(arguments: [
    ("add oat milk to my chopping list", "oat milk"), ("ad Oat Milk too my shopping list", "Oat Milk"),
    ("add milk to my list", "milk"),
  ])
  func freePartsOfWhatWasHeard(text: String, item: String) throws {
    let grammar = try Grammar(
      yaml: """
        intents: {add: {data: [{sentences: ["add {item} to my [shopping] list"]}]}}
        lists: {item: {wildcard: true}}
        """)
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    let command = try #require(try recognizer.recognize([TranscriptToken(text)], as: .heard)[0].candidate)
    #expect(command.slots.map(\.value) == [.text(item)] && command.text.contains("add \(item) to my"), "\(command)")
    for text in ["add to my chopping list", "do not add oat milk to my chopping list"] {
      #expect(try recognizer.recognize([TranscriptToken(text)], as: .heard)[0].candidate == nil, "\(text)")
    }
  }

  /// A number is not mended, and nothing makes the opposite of what is said; what sounds the same is the same.
  @Test(arguments: [
    ("set a timer for 5 minutes", true), ("set the timer for five minuets", true),
    ("set a timer for fife minutes", true),
    ("set a timer for 5.5 minuets", false), ("set a timer for minus five minuets", false),
    ("set a timer for 5000000 minuets", false), ("turn on the kitchen slights at 7 pm", false),
    ("don't turn on the kitchen slights", false), ("do not turn on the kitchen slights", false),
    ("never turn on the kitchen slights", false), ("turn on the kitchen slights", true),
    ("dim the bedroom too 30 percent", true),
  ])
  func numbersAndNegationsAreTakenAtTheirWord(text: String, isCommand: Bool) throws {
    #expect((try recognize(text).interpretation != nil) == isCommand)
  }

  /// A word of the same kind as the command's is another command's; one that says something is no noise; one that says
  /// nothing is, and so is one that sounds nearly like the command's.
  @Test(arguments: [
    ("turn on the chicken lights", true), ("turn on the kit chen lights", true), ("turn on the kitchenlights", true),
    ("well please just turn on the kitchen lights now", true), ("tern on the kitchen lights uh", true),
    ("turn on the kitchen light", true), ("turn of the hall way lights", true), ("turn off a bed room lights", true),
    ("turn on the bathroom lights", false), ("turn up the kitchen lights", false),
    ("who turned on the kitchen lights", false), ("turn on the kitchen heater", false),
    ("turn off the hallway and the attic lights", false), ("tomorrow morning turn on the kitchen lights", false),
    ("turn on peters kitchen lights", false), ("turn on the kitchen lights when granny arrives", false),
    ("did anybody turn on the kitchen lights", false), ("turn on the living room lights", false),
    ("turn on the red kitchen lights", false), ("open the kitchen lights", false), ("kitchen cabinet lights", false),
  ])
  func wordsThatSaySomethingAreNoNoise(text: String, isCommand: Bool) throws {
    let grammar = try Grammar(
      yaml: """
        intents: {setLight: {data: [{sentences: ["turn {state} [the] {room} light[s]"]}]}}
        lists: {state: {values: [on, off]}, room: {values: [kitchen, bedroom, hallway]}}
        """)
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    let result = try recognizer.recognize([TranscriptToken(text)], as: .heard)[0]
    #expect((result.interpretation != nil) == isCommand, "\(result.confidence.value) \(result.candidate?.text ?? "")")
  }
}
