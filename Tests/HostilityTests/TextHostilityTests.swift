import Aligner
import AttuneClient
import Commands
import JSON
import Lexicon
import Recognition
import TestSupport
import Testing
import Wire

/// Whatever is written is understood, not understood, or an error: soon, on a small stack, and in no more memory.
@Suite(.serialized) struct TextHostilityTests {
  /// `ATTUNE_FUZZ_TEXTS=20000 swift test -c release --filter TextHostility` is the long run.
  private static let texts = HostilityTests.count("ATTUNE_FUZZ_TEXTS", or: 300)

  @Test(
    .enabled(if: HostilityTests.isEnabled(by: "ATTUNE_FUZZ_TEXTS"), "recognition is slow without optimisation"),
    .timeLimit(.minutes(30)))
  func extremeTextsHarmNobody() async throws {
    let grammar = try Grammar(contentsOf: ["lights", "timers"].map { "\(HostilityTests.root)/config/\($0).yaml" })
    let commands = try CommandSet(grammar, lexicon: Lexicon())
    let reader = TextReader(commands: commands)
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
    // A megabyte of words of one letter takes 1.3 s of a slow processor.
    #expect(run.slowest < .seconds(HostilityTests.isOptimised ? 6 : 60), "\(run.slowestInput)")
    #expect(run.growth < 64)
  }

  /// The same texts from a client: every one has its answer, and the next one is understood.
  @Test(
    .enabled(if: HostilityTests.isEnabled(by: "ATTUNE_FUZZ_TEXTS"), "recognition is slow without optimisation"),
    .timeLimit(.minutes(30)))
  func extremeTextsAreAnsweredInASession() async throws {
    try await HostilityTests.withServer { port in
      let client = AttuneClient(.tcp(TCPAddress(host: "127.0.0.1", port: port)))
      var mutator = TextMutator(seed: 14)
      var run = HostileRun(count: Self.texts / 10)
      var refused = 0
      for _ in 0..<Self.texts / 10 {
        let text = mutator.text()
        let start = ContinuousClock.now
        do { _ = try await client.understand(transcript: text) } catch ClientError.refused(let error) {
          #expect([.textTooLong, .dataTooLong].contains(error.code), "\(error): \(text.prefix(80).debugDescription)")
          refused += 1
        } catch ClientError.closed {
          // Too long for an event: the server does not wait for the rest of it.
          #expect(text.utf8.count > 1 << 16)
          refused += 1
        }
        run.took(.now - start, for: text)
        #expect(
          try await client.understand(transcript: "turn on the kitchen lights").intents.map(\.name) == ["setLight"])
      }
      print("\(Self.texts / 10) texts in sessions, of which \(refused) were refused: \(run)")
      #expect(run.slowest < .seconds(HostilityTests.isOptimised ? 5 : 60), "\(run.slowestInput)")
      #expect(refused < Self.texts / 10)
    }
  }
}

/// Everything that reads text.
private struct TextReader: Sendable {
  let commands: CommandSet

  func read(_ text: String) throws {
    _ = try? JSONNode(parsing: text)
    guard case .text(text) = try JSONNode(parsing: JSONText.quoted(text)).value else { throw Mistake.quoting(text) }
    let recognizer = TextRecognizer(of: commands)
    do {
      for kind in [TextKind.written, .heard] { _ = try recognizer.recognize([TranscriptToken(text)], as: kind) }
    } catch LexiconError.tooLong {}
    do { _ = try commands.lexicon.pronunciations(of: text) } catch LexiconError.tooLong {} catch LexiconError
      .unpronounceable
    {}
    // What is not bounded is linear.
    let words = SpokenForm(text).words
    _ = (SpokenNumber.value(of: words), SpokenNumber.ordinalValue(of: words))
  }

  enum Mistake: Error { case quoting(String) }
}
