/// A sentence that a grammar stands for, and what it means.
public struct CommandSample: Hashable, Sendable {
  /// The words, as the command file spells them. A wildcard is filled with any words.
  public let words: [String]
  /// The name of the intent.
  public let intent: String
  /// The values of all slots, also the fixed ones.
  public let slots: [String: SlotValue]

  /// A sentence with its meaning.
  public init(words: [String], intent: String, slots: [String: SlotValue]) {
    self.words = words
    self.intent = intent
    self.slots = slots
  }
}
