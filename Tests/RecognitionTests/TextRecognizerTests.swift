import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

@Suite struct TextRecognizerTests {
  private static let parts = Result {
    let grammar = try Grammar(contentsOf: ["config/lights.yaml", "config/timers.yaml"].map { "\(root)/\($0)" })
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    return (grammar: grammar, lexicon: lexicon, graph: try CommandGraph(grammar, lexicon: lexicon))
  }

  private static let root = String(#filePath.dropLast("/Tests/RecognitionTests/TextRecognizerTests.swift".count))

  private func recognize(_ text: String) throws -> RecognitionResult {
    let parts = try Self.parts.get()
    var recognizer = TextRecognizer(graph: parts.graph, lexicon: parts.lexicon)
    return try recognizer.recognize([TranscriptToken(text)])
  }

  /// What is written right, or nearly so, is understood; it has no place in time.
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
  func whatIsNoCommandIsRejected(text: String) throws { #expect(try recognize(text).interpretation == nil) }

  /// What is right is believed more than what is nearly right.
  @Test func confidenceFallsWithMistakes() throws {
    let right = try recognize("turn on the kitchen lights").confidence.value
    let near = try recognize("turn on the chicken lights").confidence.value
    let far = try recognize("turn on the pelican flights").confidence.value
    #expect(right > near && near > far)
  }
}
