import Commands

/// What has been found so far. Nothing here changes the decoder: frames may follow.
extension CommandDecoder {
  /// The best complete sentence if the input ended here; nil where no sentence fits.
  public func result() -> CommandPath? {
    var winner = Token(score: leadOut.score, trace: leadOut.trace, final: Int(leadOut.final))
    for state in activeStates where finalOf[Int(state)] >= 0 {
      let score = blankScore[Int(state)]
      guard score > winner.score, score > threshold else { continue }
      winner = Token(score: score, trace: blankTrace[Int(state)], final: Int(finalOf[Int(state)]))
    }
    for arc in activeArcs {
      let final = finalOf[Int(graph.arcs[Int(arc)].target)]
      guard final >= 0, arcScore[Int(arc)] > winner.score, arcScore[Int(arc)] > threshold else { continue }
      winner = token(on: Int(arc), final: Int(final))
    }
    return winner.score > -.infinity ? path(of: winner) : nil
  }

  /// The best beginning of a sentence; nil where no sentence begins like this.
  public func partialResult() -> CommandPath? {
    var winner = Token(score: -.infinity, trace: Trace())
    for state in activeStates where blankScore[Int(state)] > winner.score {
      winner = Token(score: blankScore[Int(state)], trace: blankTrace[Int(state)])
    }
    for arc in activeArcs where arcScore[Int(arc)] > winner.score {
      winner = token(on: Int(arc))
    }
    return winner.score > -.infinity ? path(of: winner) : nil
  }

  /// The score of the best beginning of a sentence that ends with a whole word; -infinity where there is none.
  func wholeWordScore() -> Float {
    var best = -Float.infinity
    // A word in progress has phones.
    for state in activeStates where blankTrace[Int(state)].phones == 0 { best = max(best, blankScore[Int(state)]) }
    for arc in activeArcs where graph.arcs[Int(arc)].output >= 0 { best = max(best, arcScore[Int(arc)]) }
    return best
  }

  private struct Token {
    var score: Float
    var trace: Trace
    /// A word that is passed but not in the history yet.
    var last: WordHistory.Word?
    var final: Int?
  }

  private func token(on arc: Int, final: Int? = nil) -> Token {
    let (score, trace, output) = (arcScore[arc], arcTrace[arc], graph.arcs[arc].output)
    let word = output < 0 ? nil : trace.word(output: output, end: frameCount, exit: score)
    return Token(score: score, trace: trace, last: word, final: final)
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
