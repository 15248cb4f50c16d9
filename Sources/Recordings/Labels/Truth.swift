/// What a recording means, as a person has written it down: what a result is measured against.
public enum Truth: Hashable, Sendable {
  /// A command.
  case command(Labels.Label)
  /// No command: nothing may be understood.
  case noCommand

  /// The intent; nil for no command.
  public var intent: String? { label?.intent }

  /// The command; nil for none.
  public var label: Labels.Label? { if case .command(let label) = self { label } else { nil } }
}
