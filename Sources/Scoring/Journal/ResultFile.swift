import Glibc
import JSON

/// A file of results that is there when it is whole, and never before.
///
/// Until then its records stand, each as soon as it is known, in a journal beside it, `NAME.unfinished`, from which a run
/// that was broken off can be continued. The journal begins with the run's settings. A line that was not written to its
/// end counts as none.
public struct ResultFile: ~Copyable {
  private let path: String
  private var journal: OutputFile
  private var lines: LineReader
  /// The records that were there at the beginning.
  public let replayed: Int

  /// Begins a file, or continues one.
  ///
  /// - Parameters:
  ///   - path: where the results are to be.
  ///   - settings: everything besides the files that decides the results.
  ///   - resumes: whether to continue a run that was broken off; where there is none, a new one begins.
  /// - Throws: `ScoringError.resume` where a run was broken off that had other settings; `ScoringError.output` where
  ///   nothing can be written, or another process is writing.
  public init(path: String, settings: RunSettings, resumes: Bool) throws(ScoringError) {
    let name = path + ".unfinished"
    var journal = try OutputFile(path: name)
    guard journal.lock() else { throw .output(path: name, reason: "another run is writing to it") }
    let (kept, records) = resumes ? try Self.whole(of: name, settings) : (0, 0)
    try journal.truncate(to: kept)
    if kept == 0 {
      try journal.write(settings.json + "\n")
      try journal.flush()
    }
    self.path = path
    self.journal = journal
    replayed = records
    lines = LineReader(path: name)
    _ = lines.next()
  }

  /// The size of what was written to its end, and its records; nothing where not even the settings were.
  private static func whole(of name: String, _ settings: RunSettings) throws(ScoringError) -> (size: Int, records: Int)
  {
    var lines = LineReader(path: name)
    guard let header = lines.next(), header.isEnded else { return (0, 0) }
    guard let node = try? JSONNode(parsing: header.bytes) else {
      throw .resume(path: name, problem: "its first line is no settings")
    }
    if let difference = settings.difference(from: node) { throw .resume(path: name, problem: difference) }
    var whole = (size: lines.position, records: 0)
    while let line = lines.next(), line.isEnded, JournalEntry(line.bytes) != nil {
      whole = (lines.position, whole.records + 1)
    }
    return whole
  }

  /// The next of the records that were there at the beginning, which belongs to this item.
  ///
  /// - Throws: `ScoringError.resume` where it was another item's.
  public mutating func replay(_ item: BatchItem) throws(ScoringError) -> FileRecord {
    guard let line = lines.next(), let entry = JournalEntry(line.bytes) else {
      throw .resume(path: journal.path, problem: "it is shorter than it was")
    }
    guard entry.item == "\(item.fingerprint)" else {
      let change = entry.record.file == item.name ? "has another transcript now" : "has \(item.name) in its place now"
      throw .resume(path: journal.path, problem: "the list of files differs: \(entry.record.file) \(change)")
    }
    return entry.record
  }

  /// Writes a record down.
  ///
  /// - Parameter line: how it stands in the results, where the record alone does not tell it.
  public mutating func append(_ record: FileRecord, of item: BatchItem, line: String? = nil) throws(ScoringError) {
    try journal.write(JournalEntry(item: "\(item.fingerprint)", record: record, line: line).json + "\n")
    try journal.flush()
  }

  /// Writes the results, gives them their name, and removes the journal.
  ///
  /// - Parameter writer: one that has written nothing.
  public consuming func finish(_ writer: RecordWriter) throws(ScoringError) {
    var writer = writer
    let part = path + ".part"
    var file = try OutputFile(path: part)
    try file.truncate(to: 0)
    try file.write(writer.beginning)
    var lines = LineReader(path: journal.path)
    _ = lines.next()
    while let line = lines.next(), let entry = JournalEntry(line.bytes) {
      try file.write(entry.line ?? writer.add(entry.record))
    }
    try file.write(writer.ending)
    try file.synchronize()
    guard rename(part, path) == 0 else { throw .output(path: path, reason: String(cString: strerror(errno))) }
    unlink(journal.path)
  }
}
