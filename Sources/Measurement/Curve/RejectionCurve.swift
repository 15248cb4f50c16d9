public import Batch
public import Recordings

/// What every threshold would have let through: false accepts in sound that is no command, and rejected commands.
///
/// The records are those of a run at the threshold 0, in which every file has its best command and its confidence. A file
/// counts as one chance to be taken for a command, however long it is.
public struct RejectionCurve: Sendable {
  /// What comes of one threshold.
  public struct Point: Hashable, Sendable {
    /// The confidence that a command needs, 0...1.
    public let threshold: Double
    /// What is no command, and was taken for one.
    public let falseAccepts: HourlyRate
    /// The commands of which nothing was understood.
    public let rejected: Proportion
    /// The commands that were understood as their labels say, among those with a label.
    public let understood: Proportion
  }

  /// Sound that is no command, and what it was taken for.
  public struct FalseAccept: Hashable, Sendable {
    /// The file.
    public let file: String
    /// What it was taken for.
    public let intent: String
    /// In which words.
    public let words: String
    /// How sure that was, 0...1.
    public let confidence: Double
    /// The index of its group in `groups`.
    let group: Int
  }

  /// Files that belong together: speech and noise are taken for commands for different reasons.
  public struct Group: Hashable, Sendable {
    /// What they are called.
    public let name: String
    /// How many there are.
    public fileprivate(set) var files = 0
    /// Their length.
    fileprivate var seconds = 0.0
  }

  private struct Command {
    let confidence: Double?
    /// Whether it is what the label says; nil without a label.
    let isRight: Bool?
  }

  private var accepts: [FalseAccept] = []
  private var commands: [Command] = []

  /// What is no command, in the order in which it was counted.
  public private(set) var groups: [Group] = []
  /// The files that are no command and could be read.
  public var otherFiles: Int { groups.reduce(0) { $0 + $1.files } }
  /// The files that could not be read or recognised; they count nowhere else.
  public private(set) var errors = 0
  /// The length of all that is no command, in hours.
  public var hours: Double { groups.reduce(0) { $0 + $1.seconds } / 3600 }
  /// The commands that could be read.
  public var commandCount: Int { commands.count }

  /// Nothing counted.
  public init() {}

  /// Counts a file that is no command.
  ///
  /// - Parameter name: the group that it belongs to.
  public mutating func add(other record: FileRecord, in name: String = "") {
    guard record.error == nil else {
      errors += 1
      return
    }
    let group = groups.firstIndex { $0.name == name } ?? groups.count
    if group == groups.count { groups.append(Group(name: name)) }
    groups[group].files += 1
    groups[group].seconds += record.seconds ?? 0
    guard let intent = record.intent, let confidence = record.confidence else { return }
    accepts.append(
      FalseAccept(file: record.file, intent: intent, words: record.words ?? "", confidence: confidence, group: group))
  }

  /// Counts a file that is a command.
  public mutating func add(command record: FileRecord, label: Labels.Label?) {
    guard record.error == nil else {
      errors += 1
      return
    }
    commands.append(
      Command(
        confidence: record.intent == nil ? nil : record.confidence,
        isRight: label.map { Acceptance.accepts(record, $0) }))
  }

  /// What comes of a threshold, 0...1.
  public func point(at threshold: Double) -> Point {
    let labelled = commands.filter { $0.isRight != nil }
    func passes(_ command: Command) -> Bool { command.confidence.map { $0 >= threshold } ?? false }
    return Point(
      threshold: threshold,
      falseAccepts: HourlyRate(count: accepts.count { $0.confidence >= threshold }, hours: hours),
      rejected: Proportion(count: commands.count { !passes($0) }, total: commands.count),
      understood: Proportion(count: labelled.count { passes($0) && $0.isRight == true }, total: labelled.count))
  }

  /// The false accepts of one group at a threshold, 0...1.
  ///
  /// - Parameter group: an index of `groups`.
  public func falseAccepts(of group: Int, at threshold: Double) -> HourlyRate {
    HourlyRate(
      count: accepts.count { $0.group == group && $0.confidence >= threshold }, hours: groups[group].seconds / 3600)
  }

  /// A point for each threshold at which something changes, and for 0 and 1, from the lowest.
  public var points: [Point] {
    let thresholds = Set(accepts.map(\.confidence) + commands.compactMap(\.confidence) + [0, 1])
    return thresholds.sorted().map(point)
  }

  /// What would be taken for a command at a threshold, the surest first.
  public func falseAccepts(at threshold: Double) -> [FalseAccept] {
    accepts.filter { $0.confidence >= threshold }.sorted { ($1.confidence, $0.file) < ($0.confidence, $1.file) }
  }
}
