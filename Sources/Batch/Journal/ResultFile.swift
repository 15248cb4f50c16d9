public import Files
import JSON
public import Recordings

/// A file of results that is there when it is whole, and never before.
///
/// Until then its records stand, each as soon as it is known, in a journal beside it, `NAME.unfinished`, from which a run
/// that was broken off can be continued. The journal begins with the run's settings. A line that was not written to its
/// end counts as none.
public struct ResultFile: ~Copyable {
  private static let ending = ".unfinished"

  private let place: OutputPlace
  private var journal: OutputFile
  private var lines: LineReader
  /// The records that were there at the beginning.
  public let replayed: Int

  /// Begins a file, or continues one.
  ///
  /// - Parameters:
  ///   - place: where the results are to be.
  ///   - settings: everything besides the files that decides the results.
  ///   - resumes: whether to continue a run that was broken off; where there is none, a new one begins.
  /// - Throws: `BatchError.resume` where a run was broken off that had other settings; `BatchError.output` where
  ///   nothing can be written, or another process is writing.
  public init(at place: OutputPlace, settings: RunSettings, resumes: Bool) throws(BatchError) {
    var journal = try Self.journal(of: place)
    let (kept, records) = resumes ? try Self.whole(of: journal, settings) : (0, 0)
    do throws(OutputError) {
      try journal.truncate(to: kept)
      if kept == 0 {
        try journal.write(settings.json + "\n")
        try journal.flush()
      }
    } catch { throw BatchError(error) }
    self.place = place
    replayed = records
    lines = LineReader(file: journal.number)
    _ = lines.next()
    self.journal = journal
  }

  private static func journal(of place: OutputPlace) throws(BatchError) -> OutputFile {
    do throws(OutputError) { return try place.journal(ending: ending) } catch { throw BatchError(error) }
  }

  /// The size of what was written to its end, and its records; nothing where not even the settings were.
  private static func whole(
    of journal: borrowing OutputFile, _ settings: RunSettings
  ) throws(BatchError) -> (size: Int, records: Int) {
    var lines = LineReader(file: journal.number)
    guard let header = lines.next(), header.isEnded else { return (0, 0) }
    guard let node = try? JSONNode(parsing: header.bytes) else {
      throw .resume(path: journal.path, problem: "its first line is no settings")
    }
    if let difference = settings.difference(from: node) { throw .resume(path: journal.path, problem: difference) }
    var whole = (size: lines.position, records: 0)
    while let line = lines.next(), line.isEnded, JournalEntry(line.bytes) != nil {
      whole = (lines.position, whole.records + 1)
    }
    return whole
  }

  /// The next of the records that were there at the beginning, which belongs to this item.
  ///
  /// - Throws: `BatchError.resume` where it was another item's.
  public mutating func replay(_ item: RecordingItem) throws(BatchError) -> FileRecord {
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
  public mutating func append(_ record: FileRecord, of item: RecordingItem, line: String? = nil) throws(BatchError) {
    do throws(OutputError) {
      try journal.write(JournalEntry(item: "\(item.fingerprint)", record: record, line: line).json + "\n")
      try journal.flush()
    } catch { throw BatchError(error) }
  }

  /// Writes the results, gives them their name, and removes the journal.
  ///
  /// - Parameter writer: one that has written nothing.
  public consuming func finish(_ writer: RecordWriter) throws(BatchError) {
    var writer = writer
    do throws(OutputError) {
      var file = try WholeFile(at: place)
      try file.write(writer.beginning)
      var lines = LineReader(file: journal.number)
      _ = lines.next()
      while let line = lines.next(), let entry = JournalEntry(line.bytes) {
        try file.write(entry.line ?? writer.add(entry.record))
      }
      try file.write(writer.ending)
      try file.commit()
    } catch { throw BatchError(error) }
    // As long as it is locked: afterwards it may be another run's.
    place.remove(ending: Self.ending)
  }
}
