/// The columns, or keys, of a manifest that mean something.
struct ManifestColumns: Sendable {
  static let paths = ["path", "file", "file_name", "filename", "audio_filepath", "audio"]
  static let transcripts = ["transcript", "text", "sentence"]

  /// The column of the transcripts; nil for the first of the usual ones.
  var transcript: String?
  /// Columns whose values come with the results, and which have to be there.
  var groups: [String] = []

  /// Whether the values of a column come with the results. Who speaks always does.
  func collects(_ name: String) -> Bool { name == "speaker" || groups.contains(name) }

  /// Where the transcript may be, the first choice first.
  var transcriptNames: [String] { transcript.map { [$0] } ?? Self.transcripts }
}
