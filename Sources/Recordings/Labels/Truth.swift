import Batch
import Measurement

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

  /// Whether a record means this, be it with further slots. A file that could not be read means nothing, which is never
  /// right.
  func accepts(_ record: FileRecord) -> Bool {
    guard record.error == nil else { return false }
    return label.map { Acceptance.accepts(record, $0) } ?? (record.intent == nil)
  }

  /// Whether a record means this and nothing besides.
  func acceptsStrictly(_ record: FileRecord) -> Bool {
    guard record.error == nil else { return false }
    return label.map { Acceptance.acceptsStrictly(record, $0) } ?? (record.intent == nil)
  }
}
