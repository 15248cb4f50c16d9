import Aligner
import JSON

/// A row of a manifest: what it says, or what is wrong with it.
struct ManifestRow {
  struct Content {
    let path: String
    /// nil where there is none.
    let transcript: [TranscriptToken]?
  }

  private static let pathColumns = ["path", "file", "file_name", "filename", "audio_filepath", "audio"]
  private static let transcriptColumns = ["text", "transcript", "sentence"]

  /// From 1.
  let line: Int
  let content: Result<Content, TranscriptProblem>

  /// The rows below a header.
  ///
  /// - Parameter transcriptColumn: the column of the transcripts; nil for the usual ones.
  static func rows(
    of records: SeparatedValues, transcriptColumn: String?
  ) throws(TranscriptProblem) -> [ManifestRow] {
    var records = records
    guard let header = try records.next()?.fields.get() else { throw TranscriptProblem("it is empty") }
    guard let path = column(pathColumns, of: header) else {
      throw TranscriptProblem("no column is called \(pathColumns.joined(separator: ", "))")
    }
    let transcript = column(transcriptColumn.map { [$0] } ?? transcriptColumns, of: header)
    if let transcriptColumn, transcript == nil { throw TranscriptProblem("no column is called \(transcriptColumn)") }
    return records.map { record in
      ManifestRow(line: record.line) { () throws(TranscriptProblem) in
        let fields = try record.fields.get()
        guard fields.count == header.count else {
          throw TranscriptProblem("fields: \(fields.count) where the header has \(header.count)")
        }
        return try Content(fields[path], transcript: transcript.map { [TranscriptToken(fields[$0])] })
      }
    }
  }

  /// The rows of JSON Lines.
  ///
  /// - Parameter transcriptColumn: the key of the transcripts; nil for the usual ones.
  static func rows(ofObjects bytes: [UInt8], transcriptColumn: String?) throws(TranscriptProblem) -> [ManifestRow] {
    let columns = transcriptColumn.map { [$0] } ?? transcriptColumns
    var hasColumn = false
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    let rows = lines.filter { !$0.element.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }.map { index, line in
      ManifestRow(line: index + 1) { () throws(TranscriptProblem) in
        let members = try members(of: Array(line))
        guard let path = pathColumns.lazy.compactMap({ members[$0] }).first, case .text(let path) = path.content else {
          throw TranscriptProblem("no text is called \(pathColumns.joined(separator: ", "))")
        }
        guard let transcript = columns.lazy.compactMap({ members[$0] }).first else {
          return try Content(path, transcript: nil)
        }
        hasColumn = true
        if case .null = transcript.content { return try Content(path, transcript: nil) }
        return try Content(path, transcript: TranscriptDocument(transcript).tokens)
      }
    }
    if let transcriptColumn, !hasColumn { throw TranscriptProblem("no row has '\(transcriptColumn)'") }
    return rows
  }

  /// What the row stands for in a batch.
  ///
  /// - Parameter manifest: the path of the manifest, to which the row's is relative.
  func item(of manifest: String) -> BatchItem {
    switch content {
    case .success(let content):
      let folder = manifest.dropLast(manifest.lastPathComponent.count)
      return BatchItem(
        content.path.hasPrefix("/") ? content.path : folder + content.path, transcript: content.transcript)
    case .failure(let problem):
      return BatchItem(
        place: "\(manifest):\(line)", problem: .manifest(path: manifest, line: line, problem: problem.description))
    }
  }

  private init(line: Int, _ content: () throws(TranscriptProblem) -> Content) {
    self.line = line
    self.content = Result(catching: content)
  }

  private static func column(_ names: [String], of header: [String]) -> Int? {
    names.lazy.compactMap(header.firstIndex).first
  }

  private static func members(of line: [UInt8]) throws(TranscriptProblem) -> [String: JSONNode] {
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: line) } catch { throw TranscriptProblem(error) }
    guard case .object(let members) = node.content else { throw TranscriptProblem("no object") }
    return members
  }
}

extension ManifestRow.Content {
  /// What a row says, if it can be used.
  fileprivate init(_ path: String, transcript: [TranscriptToken]?) throws(TranscriptProblem) {
    guard !path.isEmpty else { throw TranscriptProblem("there is no path") }
    // The system would end the path there, and open another file.
    guard !path.utf8.contains(0) else { throw TranscriptProblem("a path with a zero byte") }
    let isEmpty = transcript?.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } ?? true
    self.init(path: path, transcript: isEmpty ? nil : transcript)
  }
}
