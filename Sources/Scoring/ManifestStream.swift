/// The rows of a manifest in JSON Lines that comes bit by bit, such as through a pipe. A path is relative to the working
/// directory.
public struct ManifestStream: Sequence, IteratorProtocol, Sendable {
  /// The longest line, in bytes.
  static let longestLine = 1 << 24

  private let name: String
  private let columns: ManifestColumns
  private var lines: LineReader
  private var line = 0

  /// - Parameters:
  ///   - descriptor: an open file, which is read as rows are asked for and stays open; 0 is standard input.
  ///   - name: what errors call it.
  ///   - transcriptColumn: the key of the transcripts; nil for the usual ones.
  ///   - groups: keys whose values come with the results.
  public init(
    descriptor: Int32 = 0, name: String = "-", transcriptColumn: String? = nil, groups: [String] = []
  ) {
    self.name = name
    columns = ManifestColumns(transcript: transcriptColumn, groups: groups)
    lines = LineReader(descriptor: descriptor, longest: Self.longestLine)
  }

  /// The next row, which is waited for; nil at the end. One that cannot be used is an item with its problem.
  public mutating func next() -> BatchItem? {
    while let bytes = lines.next()?.bytes {
      line += 1
      guard !ManifestRow.isBlank(bytes) else { continue }
      return row(bytes).item(of: name)
    }
    return nil
  }

  private func row(_ bytes: [UInt8]) -> ManifestRow {
    guard bytes.count > Self.longestLine else { return ManifestRow(line: line, object: bytes, columns: columns) }
    return ManifestRow(line: line) { () throws(TranscriptProblem) in
      throw TranscriptProblem("the line has more than \(Self.longestLine) bytes")
    }
  }
}
