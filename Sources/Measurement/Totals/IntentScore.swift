/// How one intent fared.
public struct IntentScore: Hashable, Sendable {
  /// The commands that were meant so.
  public internal(set) var acceptance = Acceptance()
  /// Those of them whose intent was understood, whatever their slots.
  public internal(set) var recognised = 0
  /// All recordings with a known meaning that were taken for it.
  public internal(set) var claimed = 0

  /// Of the commands that were meant so, those whose intent was understood.
  public var recall: Proportion { Proportion(count: recognised, total: acceptance.labelled) }
  /// Of what was taken for it, what was meant so.
  public var precision: Proportion { Proportion(count: recognised, total: claimed) }
}
