extension Endpointer {
  /// How long to wait for more.
  public enum Patience: String, CaseIterable, Sendable {
    /// For those who pause while they speak.
    case relaxed
    /// For most.
    case `default`
    /// For those who would rather be quick.
    case aggressive
  }

  /// How long a silence ends speech, in frames of 20 ms, by what was said before it.
  public struct Waits: Hashable, Sendable {
    /// After a command to which nothing can be added.
    public var complete: Int
    /// After a command to which something can be added.
    public var extensible: Int
    /// After what is no command.
    public var foreign: Int
    /// Inside a command.
    public var incomplete: Int

    /// The waits of a kind of patience: in seconds 0.2, 0.5, 0.6 and 1.2 by default, 0.16, 0.3, 0.4 and 0.8 when
    /// aggressive, 0.4, 0.8, 1 and 2 when relaxed.
    public init(_ patience: Patience) {
      (complete, extensible, foreign, incomplete) =
        switch patience {
        case .relaxed: (20, 40, 50, 100)
        case .default: (10, 25, 30, 60)
        case .aggressive: (8, 15, 20, 40)
        }
    }

    subscript(progress: CommandProgress) -> Int {
      switch progress {
      case .complete: complete
      case .extensible: extensible
      case .foreign: foreign
      case .incomplete: incomplete
      }
    }
  }
}
