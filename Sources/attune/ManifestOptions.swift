import ArgumentParser
import Recordings

/// Lists of sound files.
struct ManifestOptions: ParsableArguments {
  /// The path that stands for standard input.
  static let standardInput = "-"

  @Option(
    help: ArgumentHelp(
      """
      A list of sound files: CSV or TSV with a header, or JSON Lines. The column path (or file, file_name, filename, \
      audio_filepath, audio) is relative to the list; start and end, in seconds, are a part of the file; channel is the one to hear; intent and \
      slots, a JSON object, say what is meant, and an empty intent that it is no command.
      """, valueName: "file"))
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "The list's column of transcripts, which join the sound. (default: the first of transcript, text, sentence)",
      valueName: "name"))
  var transcriptColumn: String?

  @Option(
    help:
      "The channel to hear of files that have several, from 1. (default: the mean of all, or the list's column channel)"
  )
  var channel: Int?

  @Option(help: ArgumentHelp("Take only so many files, chosen by --seed.", valueName: "count"))
  var sample: Int?

  @Argument(help: "Sound files, and folders of them; '-' for a list in JSON Lines on standard input.")
  var paths: [String] = []

  func validate() throws {
    guard !paths.isEmpty || manifest != nil else {
      throw ValidationError("Sound files, folders of them or a --manifest are needed.")
    }
    guard manifest != nil || isStream || transcriptColumn == nil else {
      throw ValidationError("--transcript-column needs --manifest, or '-'.")
    }
    guard channel ?? 1 >= 1 else { throw ValidationError("--channel has to be 1 or more.") }
    guard sample ?? 1 >= 1 else { throw ValidationError("--sample has to be 1 or more.") }
    guard !paths.contains(Self.standardInput) || (paths.count == 1 && manifest == nil) else {
      throw ValidationError("Standard input, '-', goes with no other files.")
    }
    guard !isStream || sample == nil else {
      throw ValidationError("--sample needs files that can be counted, not '-'.")
    }
  }

  /// Whether the list comes through standard input.
  var isStream: Bool { paths == [Self.standardInput] }

  /// Whether transcripts may come with the files.
  var hasTranscripts: Bool { manifest != nil || isStream }

  /// The list on standard input.
  ///
  /// - Parameter groups: keys whose values come with the results.
  /// - Throws: `RecordingError.manifest` where it is closed.
  func stream(groups: [String]) throws(RecordingError) -> ManifestStream {
    try ManifestStream(transcriptColumn: transcriptColumn, groups: groups)
  }

  /// All files that are named.
  ///
  /// - Parameters:
  ///   - groups: columns whose values come with the results.
  ///   - seed: chooses the sample.
  /// - Throws: `RecordingError` where the list cannot be read, or there is nothing.
  func items(groups: [String], seed: UInt64) throws(RecordingError) -> [RecordingItem] {
    var items = SoundFileList.items(in: paths)
    if let manifest {
      items += try Manifest(contentsOf: manifest, transcriptColumn: transcriptColumn, groups: groups).items
    }
    guard !items.isEmpty else { throw .noSoundFiles(paths: paths + [manifest].compactMap(\.self)) }
    return sample.map { items.sample($0, seed: seed) } ?? items
  }
}
