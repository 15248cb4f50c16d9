public import Wire

/// What the server made of an utterance.
public struct Answer: Hashable, Sendable {
  /// What was meant: several where several commands were said in one breath, none where nothing was understood.
  public var intents: [Intent]
  /// The words that were heard, where they are known.
  public var text: String?
}

extension Answer {
  /// The answers to several utterances as one.
  init(_ answers: [Answer]) {
    let texts = answers.compactMap(\.text).filter { !$0.isEmpty }
    self.init(intents: answers.flatMap(\.intents), text: texts.isEmpty ? nil : texts.joined(separator: " "))
  }
}
