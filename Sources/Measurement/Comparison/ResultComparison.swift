public import Batch
public import Recordings

/// Two results of the same files: which of them is better, and what has changed.
public struct ResultComparison: Sendable {
  /// What became of a file whose result has changed.
  public enum Effect: String, CaseIterable, Sendable {
    /// It was wrong and is right.
    case better
    /// It was right and is wrong.
    case worse
    /// It was wrong, and is wrong in another way, or was right and has other slots besides.
    case other
    /// Nobody knows which of both is right.
    case unknown
  }

  /// A file that has another result.
  public struct Change: Sendable {
    /// The first result.
    public let first: FileRecord
    /// The second result.
    public let second: FileRecord
    /// What became of it.
    public let effect: Effect
  }

  /// The files that both results have.
  public private(set) var files = 0
  /// The files that only the first one has.
  public private(set) var onlyFirst = 0
  /// The files that only the second one has.
  public private(set) var onlySecond = 0
  /// The files with another result, in the order of the first one.
  public private(set) var changes: [Change] = []
  private var firstIsRight: [Bool] = []
  private var secondIsRight: [Bool] = []

  private struct Key: Hashable {
    var file: String
    var snr: Double?
    /// The same file may stand in a list several times.
    var occurrence: Int
  }

  /// Compares two results.
  ///
  /// - Parameters:
  ///   - truth: what a file means; nil where nobody has said.
  ///   - isStrict: whether further slots are wrong.
  public init(_ first: [FileRecord], _ second: [FileRecord], isStrict: Bool = false, truth: (String) -> Truth?) {
    let (keys, others) = (Self.keyed(first), Self.keyed(second))
    let found = Dictionary(others) { first, _ in first }
    for (key, record) in keys {
      guard let other = found[key] else {
        onlyFirst += 1
        continue
      }
      files += 1
      add(record, other, truth(record.file), isStrict)
    }
    onlySecond = others.count - files
  }

  private mutating func add(_ first: FileRecord, _ second: FileRecord, _ truth: Truth?, _ isStrict: Bool) {
    let rights = truth.map { truth in
      [first, second].map { isStrict ? truth.acceptsStrictly($0) : truth.accepts($0) }
    }
    if let rights {
      firstIsRight.append(rights[0])
      secondIsRight.append(rights[1])
    }
    guard !first.means(second) else { return }
    let effect: Effect =
      rights.map { $0[0] == $0[1] ? .other : $0[1] ? .better : .worse } ?? .unknown
    changes.append(Change(first: first, second: second, effect: effect))
  }

  private static func keyed(_ records: [FileRecord]) -> [(Key, FileRecord)] {
    var counts: [Key: Int] = [:]
    return records.map { record in
      var key = Key(file: record.file, snr: record.snr, occurrence: 0)
      let occurrence = counts[key, default: 0]
      counts[key] = occurrence + 1
      key.occurrence = occurrence
      return (key, record)
    }
  }

  /// Whether anything can be said about right and wrong.
  public var hasTruth: Bool { !firstIsRight.isEmpty }
  /// The share of files that the first result has right, among those whose meaning is known.
  public var firstRate: Proportion { Proportion(count: firstIsRight.count { $0 }, total: firstIsRight.count) }
  /// The same of the second one.
  public var secondRate: Proportion { Proportion(count: secondIsRight.count { $0 }, total: secondIsRight.count) }
  /// Whether one of them is right more often, or that is chance.
  public var test: PairedTest { PairedTest(firstIsRight, secondIsRight) }
}

extension ResultComparison.Change {
  /// What was understood, for a person.
  static func meaning(of record: FileRecord) -> String {
    if let error = record.error { return "error: \(error)" }
    let slots = record.slots.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
    return record.intent.map { slots.isEmpty ? $0 : "\($0)(\(slots))" } ?? "nothing"
  }
}

extension FileRecord {
  /// Whether two records mean the same.
  fileprivate func means(_ other: FileRecord) -> Bool {
    func pairs(_ record: FileRecord) -> [String] { record.slots.map { "\($0.name)=\($0.value)" }.sorted() }
    return intent == other.intent && (error == nil) == (other.error == nil) && pairs(self) == pairs(other)
  }
}
