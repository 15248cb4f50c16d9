import Aligner
import Commands
import JSON
import Lexicon
import Recognition
import TestSupport
import Testing

/// Whatever is written is understood, not understood, or an error: soon, on a small stack, and in no more memory.
@Suite(.serialized) struct TextHostilityTests {
  /// `ATTUNE_FUZZ_TEXTS=20000 swift test -c release --filter TextHostility` is the long run.
  private static let texts = HostilityTests.count("ATTUNE_FUZZ_TEXTS", or: 300)

  @Test(
    .enabled(if: HostilityTests.isEnabled(by: "ATTUNE_FUZZ_TEXTS"), "recognition is slow without optimisation"),
    .timeLimit(.minutes(30)))
  func extremeTextsHarmNobody() async throws {
    let grammar = try Grammar(contentsOf: ["lights", "timers"].map { "\(HostilityTests.root)/config/\($0).yaml" })
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    let reader = try TextReader(graph: CommandGraph(grammar, lexicon: lexicon), lexicon: lexicon)
    let run = try await onSmallStack {
      var mutator = TextMutator(seed: 13)
      var run = HostileRun(count: Self.texts)
      for _ in 0..<Self.texts {
        let text = mutator.text()
        try run.measure(text) { try reader.read(text) }
      }
      return run
    }
    print("\(Self.texts) texts: \(run)")
    #expect(run.slowest < .seconds(HostilityTests.isOptimised ? 2 : 60), "\(run.slowestInput)")
    #expect(run.growth < 64)
  }
}

/// Everything that reads text.
private struct TextReader: Sendable {
  let graph: CommandGraph
  let lexicon: Lexicon

  func read(_ text: String) throws {
    _ = try? JSONNode(parsing: text)
    guard case .text(text) = try JSONNode(parsing: JSONText.quoted(text)).value else { throw Mistake.quoting(text) }
    var recognizer = TextRecognizer(graph: graph, lexicon: lexicon)
    do { _ = try recognizer.recognize([TranscriptToken(text)]) } catch LexiconError.tooLong {}
    do { _ = try lexicon.pronunciations(of: text) } catch LexiconError.tooLong {} catch LexiconError.unpronounceable {}
    // What is not bounded is linear.
    let words = SpokenForm(text).words
    _ = (SpokenNumber.value(of: words), SpokenNumber.ordinalValue(of: words))
  }

  enum Mistake: Error { case quoting(String) }
}
