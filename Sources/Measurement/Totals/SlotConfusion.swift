/// A slot that was filled otherwise than it was meant. Values are written as a person writes them; a slot that is not
/// filled is `-`.
public struct SlotConfusion: Hashable, Sendable {
  /// The slot's name.
  public var slot: String
  /// What was meant.
  public var meant: String
  /// What was understood.
  public var heard: String
}
