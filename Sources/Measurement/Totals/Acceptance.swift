public import Batch
import Commands
public import Recordings

/// How many commands were understood as they were meant.
public struct Acceptance: Hashable, Sendable {
  /// The commands whose meaning is known.
  public private(set) var labelled = 0
  /// Those whose intent and every labelled slot are right; further slots cost nothing. This is how the speech-to-intent
  /// benchmark counts.
  public private(set) var accepted = 0
  /// Those that have no further slots, either.
  public private(set) var strictlyAccepted = 0

  /// Nothing counted.
  public init() {}

  /// Counts a record. A file that could not be read is a command that was not understood.
  public mutating func add(_ record: FileRecord, label: Labels.Label) {
    labelled += 1
    guard Self.accepts(record, label) else { return }
    accepted += 1
    if Self.acceptsStrictly(record, label) { strictlyAccepted += 1 }
  }

  /// Whether a record means what its label says. Values are compared without their spaces: the benchmark's labels have
  /// lost some of them.
  static func accepts(_ record: FileRecord, _ label: Labels.Label) -> Bool {
    guard record.intent == label.intent else { return false }
    return label.slots.allSatisfy { name, value in
      record.slots.contains { $0.name == name && matches($0.value, value) }
    }
  }

  /// Whether a record means what its label says, and nothing besides.
  static func acceptsStrictly(_ record: FileRecord, _ label: Labels.Label) -> Bool {
    accepts(record, label) && record.slots.count == label.slots.count
  }

  /// Whether two values are the same but for their spaces.
  static func matches(_ value: SlotValue, _ other: SlotValue) -> Bool { packed(value) == packed(other) }

  private static func packed(_ value: SlotValue) -> String { value.description.filter { !$0.isWhitespace } }

  /// The share of accepted commands.
  public var rate: Proportion { Proportion(count: accepted, total: labelled) }
  /// The share of strictly accepted commands.
  public var strictRate: Proportion { Proportion(count: strictlyAccepted, total: labelled) }
}
