import Aligner
import Lexicon
import Testing

/// Any text has a place in the space of utterances, or is too long to be read.
@Suite(.timeLimit(.minutes(2))) struct ExtremeTextTests {
  @Test(arguments: [
    "", "...", "\u{301}", "\0", "日本語", "1000000000000000000th", "zzzzzzzz",
    String(repeating: "the lights ", count: 100),
    String(repeating: "w", count: 64), String(repeating: "9", count: 257), String(repeating: "a", count: 1 << 20),
  ])
  func everyTextIsPlacedOrTooLong(text: String) throws {
    var (transcript, workspace) = (TokenTranscript(), CrossModalAligner.Workspace())
    transcript.append(TranscriptToken(text))
    do {
      let spoken = try SpokenText(transcript, lexicon: Self.lexicon.get())
      let vector = try Self.aligner.get().embedding(of: spoken, using: &workspace)
      #expect(vector.count == CrossModalAligner.utterance && vector.allSatisfy(\.isFinite))
    } catch LexiconError.tooLong {}
  }

  private static let lexicon = Result { try Lexicon() }
  private static let aligner = Result { try CrossModalAligner() }
}
