public import Commands
import Recognition

/// What was made of one sentence at one level of noise.
public struct RehearsalTrial: Hashable, Sendable {
  /// What became of the sentence.
  public enum Outcome: Hashable, Sendable {
    /// Intent and all slots as they were meant.
    case understood
    /// Nothing was understood well enough.
    case rejected
    /// Something else was understood.
    case misunderstood(CommandSample)
    /// The sentence could not be spoken, or not be listened to: why.
    case failed(String)
  }

  /// The noise.
  public var level: NoiseLevel
  /// What was made of it.
  public var outcome: Outcome

  init(level: NoiseLevel, outcome: Outcome) {
    self.level = level
    self.outcome = outcome
  }

  /// Compares what was heard with what was said. A wildcard is right whatever fills it.
  init(of said: CommandSample, level: NoiseLevel, result: RecognitionResult) {
    self.level = level
    guard let interpretation = result.interpretation else {
      outcome = .rejected
      return
    }
    var slots: [String: SlotValue] = [:]
    for slot in interpretation.slots {
      slots[slot.name] = slot.phones != nil ? said.slots[slot.name] ?? slot.value : slot.value
    }
    let heard = CommandSample(
      words: interpretation.words.map(\.text), intent: interpretation.intent, slots: slots)
    let isRight = heard.intent == said.intent && heard.slots == said.slots
    outcome = isRight ? .understood : .misunderstood(heard)
  }
}
