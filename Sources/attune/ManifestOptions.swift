import ArgumentParser
import Scoring

/// A list of sound files.
struct ManifestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A list of sound files: CSV or TSV with a header, or JSON Lines. The column path (or file, file_name, filename, \
      audio_filepath, audio) is relative to the list.
      """, valueName: "file"))
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "The list's column of transcripts, which join the sound. (default: the first of text, transcript, sentence)",
      valueName: "name"))
  var transcriptColumn: String?

  func validate() throws {
    guard manifest != nil || transcriptColumn == nil else {
      throw ValidationError("--transcript-column needs --manifest.")
    }
  }

  /// What the list names; nothing where there is none.
  func items() throws(ScoringError) -> [BatchItem] {
    guard let manifest else { return [] }
    return try Manifest(contentsOf: manifest, transcriptColumn: transcriptColumn).items
  }
}
