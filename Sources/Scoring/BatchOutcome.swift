/// What a batch came to, record by record.
public struct BatchOutcome: Sendable {
  /// How many files were understood, rejected, or could not be read.
  public private(set) var totals = RunTotals()
  /// How many commands were understood as they were meant.
  public private(set) var acceptance = Acceptance()
  private let labels: Labels?

  /// Nothing counted.
  ///
  /// - Parameter labels: what files mean whose items do not say it.
  public init(labels: Labels?) { self.labels = labels }

  /// Counts a record.
  public mutating func add(_ record: FileRecord, of item: BatchItem) {
    totals.add(record)
    acceptance.add(record, label: item.truth?.label ?? labels?[item.file])
  }
}
