public import Wire

/// What the server made of one command.
public struct Answer: Hashable, Sendable {
  /// What was meant: several where several commands were said in one breath, none where nothing was understood.
  public var intents: [Intent]
  /// The words that were heard, where they are known.
  public var text: String?
}
