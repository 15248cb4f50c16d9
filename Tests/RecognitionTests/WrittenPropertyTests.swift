import Aligner
import Commands
import Lexicon
import TestSupport
import Testing

@testable import Recognition

/// What holds for every sentence of a grammar that somebody writes.
@Suite struct WrittenPropertyTests {
  /// A sentence of a file is understood exactly as it was meant; with a word, a number or a negation that it does not have,
  /// it is not.
  @Test(arguments: CommandFileTests.files) func sentencesAreUnderstoodExactly(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    func meaning(_ words: [String]) throws -> Interpretation? {
      let results = try recognizer.recognize([TranscriptToken(words.joined(separator: " "))])
      return results.count == 1 ? results[0].interpretation : nil
    }
    var random = SplitMix64(seed: 16)
    for template in 0..<grammar.templateCount {
      for _ in 0..<10 {
        let sample = grammar.sample(template: template, using: &random)
        let understood = try meaning(sample.words)
        #expect(understood?.intent == sample.intent, "\(sample.words)")
        #expect(
          Dictionary(understood?.slots.map { ($0.name, $0.value) } ?? []) { $1 } == sample.slots, "\(sample.words)")
        for change in ["zebra", "don't", "not", "7777", "-3.25"] {
          let place = Int.random(in: sample.words.indices, using: &random)
          var words = sample.words
          words[place] = change
          #expect(try meaning(words) == nil, "\(words)")
          words.insert(sample.words[place], at: place)
          #expect(try meaning(words) == nil, "\(words)")
        }
      }
    }
  }

  /// Digits and words are the same numbers, and none that the range lacks is understood.
  @Test func digitsAndWordsAreTheSameNumbers() throws {
    let grammar = try Grammar(
      yaml: """
        intents: {go: {data: [{sentences: ["go {-20..1200,5:n}"]}]}}
        """)
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    for number in stride(from: -40, through: 1_300, by: 1) {
      for text in ["go \(number)", "go \(SpokenNumber.words(number).joined(separator: " "))"] {
        let command = try recognizer.recognize([TranscriptToken(text)])[0].interpretation
        let isIn = (-20...1_200).contains(number) && number.isMultiple(of: 5)
        #expect(command?.slots.first?.value == (isIn ? .integer(number) : nil), "\(text)")
      }
    }
  }

  /// Whatever fills a free part is understood as it is written.
  @Test func freePartsAreUnderstoodExactly() throws {
    let grammar = try Grammar(
      yaml: """
        intents:
          play: {data: [{sentences: ["play {song} by {artist} [in the {room}]", "(put|add) {item} (on|to) [my] list"]}]}
          timer: {data: [{sentences: ["[set a] timer called {label} for {1..60:minutes} minutes"]}]}
        lists:
          song: {wildcard: true}
          artist: {wildcard: true}
          item: {wildcard: true}
          label: {wildcard: true}
          room: {values: [kitchen, living room]}
        skip_words: [please]
        """)
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    var random = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let sample = grammar.sample(using: &random)
      for (before, after) in [("", ""), ("please ", "!"), ("", ", please.")] {
        let text = before + sample.words.joined(separator: " ") + after
        let command = try recognizer.recognize([TranscriptToken(text)])[0].interpretation
        #expect(command?.intent == sample.intent, "\(text)")
        #expect(Dictionary(command?.slots.map { ($0.name, $0.value) } ?? []) { $1 } == sample.slots, "\(text)")
      }
    }
  }

  /// Two sentences with "and" between them are both.
  @Test(arguments: CommandFileTests.files) func severalCommandsAreAllUnderstood(file: String) throws {
    let grammar = try Grammar(contentsOf: [file])
    let recognizer = TextRecognizer(of: try CommandSet(grammar, lexicon: Lexicon()))
    var random = SplitMix64(seed: 6)
    for joint in [" and ", ", ", ". Then ", " and then "] {
      for _ in 0..<20 {
        let samples = (0..<3).map { _ in grammar.sample(using: &random) }
        let text = samples.map { $0.words.joined(separator: " ") }.joined(separator: joint)
        let results = try recognizer.recognize([TranscriptToken(text)])
        // Two of them may also be one sentence of the file; what is understood covers the whole text in any case.
        #expect((1...3).contains(results.count) && results.allSatisfy { $0.interpretation != nil }, "\(text)")
        if results.count == 3 {
          #expect(results.map { $0.interpretation?.intent } == samples.map(\.intent), "\(text)")
        }
      }
    }
  }
}
