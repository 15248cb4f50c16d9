import Aligner
import Files
import JSON

/// A list of sound files, with what is known about them.
///
/// - `.tsv`: tab-separated values with a header, as Common Voice has them.
/// - `.jsonl`, `.json`, `.ndjson`: an object a line, as NeMo has them.
/// - Any other ending: CSV as in RFC 4180, with a header.
///
/// The path is in the first of the columns `path`, `file`, `file_name`, `filename`, `audio_filepath` and `audio`, and
/// relative to the manifest; the transcript in the first of `transcript`, `text` and `sentence`, or in one that is chosen.
/// A transcript of JSON may be any that `TranscriptFile` reads. An empty one is none. `start` and `end` are the seconds of
/// a segment, and `channel`, from 1, is the one to hear; without one of them it goes from the beginning of the file, or to its end. `intent` and `slots`, a JSON
/// object, say what is meant: an empty intent, or null, that it is no command. Other columns are passed over.
public struct Manifest: Sendable {
  /// The rows in their order. A malformed one is an item with its problem, whose `file` is the manifest and the line.
  public let items: [RecordingItem]

  /// Reads a manifest.
  ///
  /// - Parameters:
  ///   - transcriptColumn: the column of the transcripts; nil for the usual ones.
  ///   - groups: columns whose values come with the results.
  /// - Throws: `RecordingError.manifest`: it cannot be read, or has no column of paths or not one that was chosen.
  public init(
    contentsOf path: String, transcriptColumn: String? = nil, groups: [String] = []
  ) throws(RecordingError) {
    let columns = ManifestColumns(transcript: transcriptColumn, groups: groups)
    do {
      let bytes = try Self.read(path)
      let rows: [ManifestRow]
      switch path.lastPathComponent.split(separator: ".").last {
      case "jsonl", "json", "ndjson": rows = try ManifestRow.rows(ofObjects: bytes, columns: columns)
      case "tsv": rows = try ManifestRow.rows(of: SeparatedValues(bytes, by: .tab), columns: columns)
      default: rows = try ManifestRow.rows(of: SeparatedValues(bytes, by: .comma), columns: columns)
      }
      items = rows.map { $0.item(of: path) }
    } catch {
      throw .manifest(path: path, line: error.line, problem: error.description)
    }
  }

  private static func read(_ path: String) throws(TextProblem) -> [UInt8] {
    do throws(InputFile.Problem) { return try InputFile.text(of: path) } catch {
      throw TextProblem(error.description)
    }
  }
}
