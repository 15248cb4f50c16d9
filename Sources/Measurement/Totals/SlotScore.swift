/// How one slot fared in the commands whose intent was understood.
public struct SlotScore: Hashable, Sendable {
  /// The commands in which it was filled as it was meant.
  public internal(set) var right = 0
  /// Those in which it was filled otherwise.
  public internal(set) var wrong = 0
  /// Those in which it should have been filled.
  public internal(set) var missing = 0
  /// Those in which it should not have been filled.
  public internal(set) var added = 0

  /// Of the commands in which it should be filled, those in which it was filled as it was meant.
  public var rate: Proportion { Proportion(count: right, total: right + wrong + missing) }
}
