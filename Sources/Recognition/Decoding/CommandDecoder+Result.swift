import Commands

/// What has been found so far. Nothing here changes the decoder: frames may follow.
extension CommandDecoder {
  /// The best complete sentence if the input ended here; nil where no sentence fits.
  public func result() -> CommandPath? {
    var winner = Token(score: leadOut.score, trace: leadOut.trace, final: Int(leadOut.final))
    for token in activeStates {
      let final = index.finalOf[Int(token.state)]
      guard final >= 0, token.score > winner.score, token.score > threshold else { continue }
      winner = Token(score: token.score, trace: token.trace, final: Int(final))
    }
    for token in activeArcs {
      let final = index.finalOf[Int(graph.arcs[Int(token.arc)].target)]
      guard final >= 0, token.score > winner.score, token.score > threshold else { continue }
      winner = passed(token, final: Int(final))
    }
    return winner.score > -.infinity ? path(of: winner) : nil
  }

  /// The best beginning of a sentence; nil where no sentence begins like this.
  public func partialResult() -> CommandPath? {
    var winner = Token(score: -.infinity, trace: Trace())
    for token in activeStates where token.score > winner.score {
      winner = Token(score: token.score, trace: token.trace)
    }
    for token in activeArcs where token.score > winner.score { winner = passed(token) }
    return winner.score > -.infinity ? path(of: winner) : nil
  }

  /// The score of the best beginning of a sentence that ends with a whole word; -infinity where there is none.
  func wholeWordScore() -> Float {
    var best = -Float.infinity
    // A word in progress has phones.
    for token in activeStates where token.trace.phones == 0 { best = max(best, token.score) }
    for token in activeArcs where graph.arcs[Int(token.arc)].output >= 0 { best = max(best, token.score) }
    return best
  }

  private struct Token {
    var score: Float
    var trace: Trace
    /// A word that is passed but not in the history yet.
    var last: WordHistory.Word?
    var final: Int?
  }

  private func passed(_ token: ArcToken, final: Int? = nil) -> Token {
    let output = graph.arcs[Int(token.arc)].output
    let word = output < 0 ? nil : token.trace.word(output: output, end: frameCount, exit: token.score)
    return Token(score: token.score, trace: token.trace, last: word, final: final)
  }

  private func path(of token: Token) -> CommandPath {
    var steps: [CommandPath.Step] = []
    if let word = token.last { steps.append(CommandPath.Step(word)) }
    var record = token.trace.record
    while record >= 0 {
      let word = history.words[Int(record)]
      steps.append(CommandPath.Step(word))
      record = word.previous
    }
    steps.reverse()
    return CommandPath(
      steps: steps, final: token.final, score: token.score, logProbability: Double(token.score) + freeLoopScore,
      frameCount: frameCount)
  }
}

extension CommandPath.Step {
  init(_ word: WordHistory.Word) {
    self.init(
      output: Int(word.output), frames: Int(word.start)..<Int(word.end), phones: Int(word.phones), score: word.score)
  }
}
