public import Batch
public import Recordings

/// A recording that was not understood as it was meant.
public struct Failure: Sendable {
  /// The recording.
  public let item: RecordingItem
  /// What became of it.
  public let record: FileRecord
  /// What it means.
  public let truth: Truth

  /// What was understood wrongly comes first, the surest first; then what was rejected; then what could not be read.
  fileprivate var rank: (Int, Double) {
    if record.error != nil { return (2, 0) }
    return (record.intent != nil ? 0 : 1, -(record.confidence ?? 0))
  }
}

/// The failures of a batch that tell most.
public struct FailureList: Sendable {
  private let limit: Int
  private var kept: [Failure] = []
  /// All failures.
  public private(set) var count = 0

  /// - Parameter limit: how many are kept, at least 0.
  public init(limit: Int) { self.limit = limit }

  /// Counts a record where it is not what it should be.
  ///
  /// - Parameter truth: what it means; nil where nobody has said.
  public mutating func add(_ record: FileRecord, of item: RecordingItem, truth: Truth?) {
    guard let truth, !truth.accepts(record) else { return }
    count += 1
    kept.append(Failure(item: item, record: record, truth: truth))
    if kept.count > 4 * limit + 64 { kept = worst }
  }

  /// Those that tell most, the worst first.
  public var worst: [Failure] {
    Array(
      kept.enumerated().sorted {
        ($0.element.rank.0, $0.element.rank.1, $0.offset) < ($1.element.rank.0, $1.element.rank.1, $1.offset)
      }
      .map(\.element).prefix(limit))
  }
}
