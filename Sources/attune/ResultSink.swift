import Batch
import Files
import Recordings

/// Where results go: standard output, or what is no regular file, as they come; a file whole or not at all.
struct ResultSink: ~Copyable {
  private var file: ResultFile?
  private var stream: WholeFile?
  private var writer: RecordWriter

  /// - Parameters:
  ///   - path: a file; nil for standard output.
  ///   - settings: what decides the results besides the files; asked for where a run can be continued.
  ///   - resumes: whether to continue a run that was broken off.
  /// - Throws: `OutputError` where nothing can be written there; `BatchError.resume` where there is nothing of this kind
  ///   to continue.
  init(path: String?, writer: RecordWriter, settings: () throws -> RunSettings, resumes: Bool) throws {
    self.writer = writer
    guard let path else {
      try Self.print(writer.beginning, writer.format)
      return
    }
    let place = try OutputPlace(path)
    // Only what is no file, such as a device, is written to in place: it is not to be replaced.
    guard !place.isStream else {
      guard !resumes else { throw BatchError.resume(path: path, problem: "it is no regular file") }
      var stream = try WholeFile(at: place)
      try stream.write(writer.beginning)
      self.stream = consume stream
      return
    }
    let file = try ResultFile(at: place, settings: settings(), resumes: resumes)
    replayed = file.replayed
    self.file = consume file
  }

  /// The records that an earlier run has left.
  private(set) var replayed = 0

  /// The next record that an earlier run has left, which belongs to this item.
  mutating func replay(_ item: RecordingItem) throws(BatchError) -> FileRecord? { try file?.replay(item) }

  /// Adds a record.
  ///
  /// - Throws: `OutputError`.
  mutating func write(_ record: FileRecord, of item: RecordingItem) throws {
    guard file == nil else {
      try file?.append(record, of: item, line: writer.addsFeatures ? writer.add(record) : nil)
      return
    }
    let text = writer.add(record)
    if stream == nil { return try Self.print(text, writer.format) }
    try stream?.write(text)
    try stream?.flush()
  }

  /// Completes the results.
  consuming func finish() throws {
    if let file { return try file.finish(writer) }
    guard var stream else { return try Self.print(writer.ending, writer.format) }
    try stream.write(writer.ending)
    try stream.commit()
  }

  /// A pipe's reader gets each record when it is there, and before what standard error says next.
  private static func print(_ text: String, _ format: RecordFormat) throws(OutputError) {
    guard format == .csv else { return try StandardOutput.write(text) }
    try StandardOutput.write(unescaped: text)
  }
}
