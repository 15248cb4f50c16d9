import Files
import Glibc

/// The rows of a manifest in JSON Lines that comes bit by bit, such as through a pipe. A path is relative to the working
/// directory.
public struct ManifestStream: Sequence, IteratorProtocol, Sendable {
  /// The longest line, in bytes.
  static let longestLine = 1 << 24

  private let name: String
  private let columns: ManifestColumns
  private var lines: LineReader
  private var line = 0
  /// That nothing more can be read was said.
  private var isEnded = false

  /// - Parameters:
  ///   - descriptor: an open file, which is read as rows are asked for and stays open; 0 is standard input.
  ///   - name: what errors call it.
  ///   - transcriptColumn: the key of the transcripts; nil for the usual ones.
  ///   - groups: keys whose values come with the results.
  /// - Throws: `RecordingError.manifest` where it cannot be read, such as a stream that is closed.
  public init(
    descriptor: Int32 = 0, name: String = "-", transcriptColumn: String? = nil, groups: [String] = []
  ) throws(RecordingError) {
    var nothing: UInt8 = 0
    guard read(descriptor, &nothing, 0) == 0 else {
      throw .manifest(path: name, line: nil, problem: "it cannot be read: \(String(cString: strerror(errno)))")
    }
    self.name = name
    columns = ManifestColumns(transcript: transcriptColumn, groups: groups)
    lines = LineReader(descriptor: descriptor, longest: Self.longestLine)
  }

  /// The next row, which is waited for; nil at the end. One that cannot be used is an item with its problem.
  public mutating func next() -> RecordingItem? {
    while var bytes = lines.next()?.bytes {
      line += 1
      if line == 1 { bytes = InputFile.utf8(bytes) }
      guard !bytes.isBlank else { continue }
      return row(bytes).item(of: name)
    }
    guard !isEnded, let failure = lines.failure else { return nil }
    // What was read before stands; the rest is missing, and that is said.
    isEnded = true
    let reason = String(cString: strerror(failure))
    return ManifestRow(line: line + 1) { () throws(TextProblem) in
      throw TextProblem("it cannot be read: \(reason)")
    }.item(of: name)
  }

  private func row(_ bytes: [UInt8]) -> ManifestRow {
    guard !bytes.contains(0) else {
      return ManifestRow(line: line) { () throws(TextProblem) in
        throw TextProblem("a zero byte: the list is not UTF-8, or no text at all")
      }
    }
    guard bytes.count > Self.longestLine else { return ManifestRow(line: line, object: bytes, columns: columns) }
    return ManifestRow(line: line) { () throws(TextProblem) in
      throw TextProblem("the line has more than \(Self.longestLine) bytes")
    }
  }
}
