/// What a batch came to.
public struct RunTotals: Hashable, Sendable {
  /// All files.
  public private(set) var files = 0
  /// Those in which a command was understood.
  public private(set) var understood = 0
  /// Those in which none was.
  public private(set) var rejected = 0
  /// Those that could not be read or recognised.
  public private(set) var errors = 0
  /// The length of all that could be read, in seconds.
  public private(set) var audioSeconds = 0.0

  /// Nothing counted.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: FileRecord) {
    files += 1
    audioSeconds += record.seconds ?? 0
    if record.error != nil {
      errors += 1
    } else if record.intent != nil {
      understood += 1
    } else {
      rejected += 1
    }
  }
}
