import Commands

/// How many commands were understood as their labels say.
public struct Acceptance: Hashable, Sendable {
  /// The files that have a label.
  public private(set) var labelled = 0
  /// Those whose intent and every labelled slot are right; further slots cost nothing. This is how the speech-to-intent
  /// benchmark counts.
  public private(set) var accepted = 0
  /// Those that have no further slots, either.
  public private(set) var strictlyAccepted = 0
  /// The files without a label.
  public private(set) var unlabelled = 0

  /// Nothing counted.
  public init() {}

  /// Counts a record. A file that could not be read is a command that was not understood.
  public mutating func add(_ record: FileRecord, label: Labels.Label?) {
    guard let label else {
      unlabelled += 1
      return
    }
    labelled += 1
    guard Self.accepts(record, label) else { return }
    accepted += 1
    if record.slots.count == label.slots.count { strictlyAccepted += 1 }
  }

  /// Whether a record means what its label says. Values are compared without their spaces: the benchmark's labels have
  /// lost some of them.
  static func accepts(_ record: FileRecord, _ label: Labels.Label) -> Bool {
    guard record.intent == label.intent else { return false }
    return label.slots.allSatisfy { name, value in
      record.slots.contains { $0.name == name && packed($0.value) == packed(value) }
    }
  }

  private static func packed(_ value: SlotValue) -> String { value.description.filter { !$0.isWhitespace } }

  /// The share of accepted commands.
  public var rate: Proportion { Proportion(count: accepted, total: labelled) }
  /// The share of strictly accepted commands.
  public var strictRate: Proportion { Proportion(count: strictlyAccepted, total: labelled) }
}

extension Acceptance {
  /// Two or three lines for a person, without a newline at the end.
  public var text: String {
    let lines = ["accepted: \(rate)", "strictly (no further slots): \(strictRate)"]
    return (lines + (unlabelled == 0 ? [] : ["without a label: \(unlabelled) files"])).joined(separator: "\n")
  }
}
