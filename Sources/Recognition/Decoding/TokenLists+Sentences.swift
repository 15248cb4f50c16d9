import Commands

extension TokenLists {
  /// What the tokens that stand where a sentence may end have said: the best of each meaning, best first.
  ///
  /// - Parameter final: the index in the graph's `finals` of a place, or -1 where no sentence ends.
  func sentences(history: WordHistory, graph: CommandGraph, final: (Int) -> Int32) -> [ScoredSentence] {
    let ends = active.map(Int.init).filter { final($0) >= 0 }.flatMap { place in
      tokens(at: place).map { (token: self[$0], final: Int(final(place))) }
    }
    var seen: Set<CommandMeaning> = []
    var best: [ScoredSentence] = []
    for end in ends.sorted(by: { $0.token.score > $1.token.score }) where best.count < limit {
      let outputs = history.outputs(upTo: end.token.trace.record)
      let sentence = CommandSentence(outputs: outputs, final: end.final)
      guard seen.insert(sentence.meaning(in: graph)).inserted else { continue }
      best.append(ScoredSentence(sentence: sentence, score: end.token.score))
    }
    return best
  }
}

extension WordHistory {
  /// The outputs up to and with this word's, in the order in which they were passed.
  fileprivate func outputs(upTo record: Int32) -> [Int32] {
    var (outputs, record) = ([Int32](), record)
    while record >= 0 {
      outputs.append(words[Int(record)].output)
      record = words[Int(record)].previous
    }
    return outputs.reversed()
  }
}
