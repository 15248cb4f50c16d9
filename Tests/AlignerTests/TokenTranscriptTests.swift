import Aligner
import Lexicon
import Testing

@Suite struct TokenTranscriptTests {
  @Test func textBecomesWords() {
    #expect(words([.init("Dim the lights, to 50%!")]) == ["Dim", "the", "lights", "to", "fifty", "percent"])
    #expect(words([.init("8"), .init("oz")]) == ["eight", "ounces"])
    #expect(words([.init("..."), .init(" ")]).isEmpty)
  }

  @Test func wordsHaveTheConfidenceOfTheirToken() {
    let transcript = transcript([.init("two words", confidence: 0.5), .init("one", confidence: 0.25)])
    #expect(transcript.words.map(\.confidence) == [0.5, 0.5, 0.25])
  }

  @Test func wordsAreAsOldAsTheirToken() {
    let tokens: [TranscriptToken] = [
      .init("turn", arrival: 3), .init("it on", arrival: 5.5), .init("now", confidence: 0.5, arrival: 4),
    ]
    let transcript = transcript(tokens)
    #expect(transcript.latestArrival == 5.5)
    #expect(transcript.words.map(\.text) == ["turn", "now", "it", "on"])
    #expect(transcript.words.map(\.age) == [2.5, 1.5, 0, 0])
    // Read together, they are as old as the last one.
    #expect(self.transcript([.init("8", arrival: 1), .init("oz", arrival: 2)]).words.map(\.age) == [0, 0])
    // A clock that started elsewhere makes no difference.
    #expect(transcript.words == self.transcript(tokens.map(later)).words)
  }

  private func later(_ token: TranscriptToken) -> TranscriptToken {
    var token = token
    token.arrival += 1000
    return token
  }

  @Test func timedTokensStandInTheOrderInWhichTheyWereSaid() {
    let tokens: [TranscriptToken] = [
      .init("c", time: 2...3), .init("a", time: 0...1), .init("b", time: 1...2, arrival: 5),
    ]
    #expect(words(tokens) == ["a", "b", "c"])
  }

  @Test func partialTokensGiveWayToWhatArrivesLater() {
    let tokens: [TranscriptToken] = [
      .init("turn", arrival: 1, state: .partial), .init("turn of", arrival: 2, state: .partial),
      .init("turn off the light", arrival: 3),
    ]
    #expect(words(Array(tokens.prefix(2))) == ["turn", "of"])
    #expect(words(tokens) == ["turn", "off", "the", "light"])
  }

  @Test func timedPartialsGiveWayOnlyWhereTheyOverlap() {
    let tokens: [TranscriptToken] = [
      .init("turn of", time: 0...0.5, arrival: 1, state: .partial), .init("the", time: 0.5...0.7, arrival: 1),
      .init("turn off", time: 0...0.5, arrival: 2),
    ]
    #expect(words(tokens) == ["turn", "off", "the"])
  }

  @Test func aFinalTokenIsCorrectedByAnotherOneForTheSameSound() {
    let wrong = TranscriptToken("write", time: 0.1...0.5, arrival: 1)
    #expect(words([wrong, .init("light", time: 0.05...0.5, arrival: 2)]) == ["light"])
    #expect(words([wrong, .init("next", time: 0.4...0.9, arrival: 2)]) == ["write", "next"])
    #expect(words([wrong, .init("light", time: 0.1...0.5, arrival: 2, state: .partial)]) == ["write"])
  }

  @Test(arguments: 0..<24) func anyOrderOfAppendingGivesTheSame(permutation: Int) {
    let tokens: [TranscriptToken] = [
      .init("dim", time: 0...0.3, arrival: 1, state: .partial), .init("him", time: 0...0.3, arrival: 2),
      .init("dim", time: 0...0.35, arrival: 3), .init("lamp", time: 0.4...0.8, arrival: 2.5),
    ]
    var (rest, order, code) = (tokens, [TranscriptToken](), permutation)
    for count in (1...4).reversed() {
      order.append(rest.remove(at: code % count))
      code /= count
    }
    #expect(words(order) == ["dim", "lamp"])
  }

  private func transcript(_ tokens: [TranscriptToken]) -> TokenTranscript {
    tokens.reduce(into: TokenTranscript()) { $0.append($1) }
  }

  /// Each piece is compared with each other one, so their number is bounded as their text is.
  @Test func tooManyPiecesAreAnError() throws {
    let lexicon = try Lexicon()
    let limits = TextLimits.standard
    let partials = (0..<limits.pieces).map { TranscriptToken("on", arrival: Double($0), state: .partial) }
    #expect(try transcript(partials).spokenWords(by: lexicon).count == 1)
    #expect(throws: LexiconError.tooLong(what: "pieces of text", limit: limits.pieces)) {
      try self.transcript(partials + partials).spokenWords(by: lexicon)
    }
    #expect(throws: LexiconError.tooLong(what: "bytes of text", limit: limits.bytes)) {
      try self.transcript([.init(String(repeating: " ", count: limits.bytes + 1))]).spokenWords(by: lexicon)
    }
    #expect(throws: LexiconError.tooLong(what: "words", limit: limits.words)) {
      try self.transcript((0..<1000).map { .init("on", arrival: Double($0)) }).spokenWords(by: lexicon)
    }
  }

  /// Times and arrivals as far apart as numbers go.
  @Test func extremeTimesAreNoTrap() throws {
    let far = [
      TranscriptToken("on", time: -1e308...1e308, arrival: 1e308),
      TranscriptToken("off", time: 1e308...1e308, arrival: -1e308),
    ]
    #expect(try SpokenText(transcript(far), lexicon: Lexicon()).words.count == 2)
  }

  private func words(_ tokens: [TranscriptToken]) -> [String] { transcript(tokens).words.map(\.text) }
}
