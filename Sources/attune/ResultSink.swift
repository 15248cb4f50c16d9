import FoundationEssentials
import Glibc
import Scoring

/// Where results go: standard output, or what is no regular file, as they come; a file whole or not at all.
struct ResultSink: ~Copyable {
  private var file: ResultFile?
  private var stream: OutputFile?
  private var writer: RecordWriter

  /// - Parameters:
  ///   - path: a file; nil for standard output.
  ///   - settings: what decides the results besides the files; asked for where a run can be continued.
  ///   - resumes: whether to continue a run that was broken off.
  /// - Throws: `ScoringError.output` for a folder, or where the file's folder does not exist or cannot be written to;
  ///   `ScoringError.resume` where there is nothing of this kind to continue.
  init(path: String?, writer: RecordWriter, settings: () throws -> RunSettings, resumes: Bool) throws {
    self.writer = writer
    guard let path else {
      Self.print(writer.beginning)
      return
    }
    let type = Self.type(of: path)
    if type == .typeDirectory { try TextFile.check(path) }
    // Only what is no file, such as a device, is written to in place: it is not to be replaced.
    guard [nil, .typeRegular].contains(type) else {
      guard !resumes else { throw ScoringError.resume(path: path, problem: "it is no regular file") }
      stream = try OutputFile(path: path)
      try stream?.write(writer.beginning)
      return
    }
    try TextFile.check(path)
    let file = try ResultFile(path: path, settings: settings(), resumes: resumes)
    replayed = file.replayed
    self.file = consume file
  }

  /// The records that an earlier run has left.
  private(set) var replayed = 0

  /// The next record that an earlier run has left, which belongs to this item.
  mutating func replay(_ item: BatchItem) throws(ScoringError) -> FileRecord? { try file?.replay(item) }

  /// Adds a record.
  mutating func write(_ record: FileRecord, of item: BatchItem) throws(ScoringError) {
    guard file == nil else {
      try file?.append(record, of: item, line: writer.addsFeatures ? writer.add(record) : nil)
      return
    }
    let text = writer.add(record)
    if stream == nil { return Self.print(text) }
    try stream?.write(text)
    try stream?.flush()
  }

  /// Completes the results.
  consuming func finish() throws(ScoringError) {
    if let file { return try file.finish(writer) }
    guard var stream else { return Self.print(writer.ending) }
    try stream.write(writer.ending)
    try stream.flush()
  }

  private static func print(_ text: String) {
    Swift.print(text, terminator: "")
    // A pipe's reader gets each record when it is there, and before what standard error says next.
    fflush(nil)
  }

  /// The type of what stands under a path, nil for nothing. Links are not followed.
  private static func type(of path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
  }
}
