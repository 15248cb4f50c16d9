import Aligner
import FoundationEssentials
import JSON

/// A list of sound files, with their transcripts if they have some.
///
/// - `.tsv`: tab-separated values with a header, as Common Voice has them.
/// - `.jsonl`, `.json`, `.ndjson`: an object a line, as NeMo has them.
/// - Any other ending: CSV as in RFC 4180, with a header.
///
/// The path is in the first of the columns `path`, `file`, `file_name`, `filename`, `audio_filepath` and `audio`, and
/// relative to the manifest; the transcript in the first of `text`, `transcript` and `sentence`, or in one that is chosen.
/// Other columns are passed over. A transcript of JSON may be any that `TranscriptFile` reads. An empty one is none.
public struct Manifest: Sendable {
  /// The rows in their order. A malformed one is an item with its problem, whose `file` is the manifest and the line.
  public let items: [BatchItem]

  /// Reads a manifest.
  ///
  /// - Parameter transcriptColumn: the column of the transcripts; nil for the usual ones.
  /// - Throws: `ScoringError.manifest`: it cannot be read, or has no column of paths or not the one that was chosen.
  public init(contentsOf path: String, transcriptColumn: String? = nil) throws(ScoringError) {
    do {
      var bytes = try Self.read(path)
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
      let rows: [ManifestRow]
      switch path.lastPathComponent.split(separator: ".").last {
      case "jsonl", "json", "ndjson": rows = try ManifestRow.rows(ofObjects: bytes, transcriptColumn: transcriptColumn)
      case "tsv": rows = try ManifestRow.rows(of: SeparatedValues(bytes, by: .tab), transcriptColumn: transcriptColumn)
      default: rows = try ManifestRow.rows(of: SeparatedValues(bytes, by: .comma), transcriptColumn: transcriptColumn)
      }
      items = rows.map { $0.item(of: path) }
    } catch {
      throw .manifest(path: path, line: error.line, problem: error.description)
    }
  }

  private static func read(_ path: String) throws(TranscriptProblem) -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
      throw TranscriptProblem("it cannot be read")
    }
  }
}
