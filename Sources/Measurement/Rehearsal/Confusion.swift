import Commands

/// A meaning that was taken for another one.
public struct Confusion: Hashable, Sendable {
  /// What was meant, as far as it differs from what was understood: the intent, or, where that was right,
  /// `setTimer(minutes: 15)`. A slot that is not filled is `-`.
  public var said: String
  /// What was understood, written the same way.
  public var heard: String
  /// How many trials ended so.
  public var count: Int
  /// At which levels, in the order of the rehearsal, each once.
  public var levels: [NoiseLevel]
  /// The first sentence to which it happened.
  public var sentence: Rehearsal.Sentence
  /// The words that were understood instead of the sentence's.
  public var heardWords: [String]
  /// What to rename, as a sentence without a full stop.
  public var advice: String
}

extension Confusion {
  /// Two meanings as far as they differ.
  static func difference(_ said: CommandSample, _ heard: CommandSample) -> (said: String, heard: String) {
    guard said.intent == heard.intent else { return (said.intent, heard.intent) }
    let names = Set(said.slots.keys).union(heard.slots.keys).filter { said.slots[$0] != heard.slots[$0] }.sorted()
    func text(_ sample: CommandSample) -> String {
      let slots = names.map { "\($0): \(sample.slots[$0]?.description ?? "-")" }
      return "\(sample.intent)(\(slots.joined(separator: ", ")))"
    }
    return (text(said), text(heard))
  }
}
