import ArgumentParser
import Files
import JSON
import Measurement
import Recordings

/// `attune embed`: recordings and sentences as vectors.
struct Embed: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes vectors of recordings and sentences; those that say the same lie close.",
    discussion: """
      A line of JSON for each: {"file" or "text", "embedding": 256 numbers, "error"}. The vectors have length 1, and \
      their scalar product says how much alike two utterances are. A recording may last 30 s. Sentences come first.
      """)

  @OptionGroup var options: EmbeddingOptions

  @Argument(help: "Sound files, and folders of them.")
  var paths: [String] = []

  func run() async throws {
    var hasFailed = false
    do {
      let sentences = try options.allSentences()
      let files = SoundFileList.items(in: paths)
      guard !files.isEmpty || !sentences.isEmpty else { throw RecordingError.noSoundFiles(paths: paths) }
      let embedder = try options.embedder()
      for sentence in sentences {
        try StandardOutput.line(line("text", sentence, try embedder.embedding(of: sentence)))
      }
      for (file, embedding) in zip(files, await embedder.embeddings(of: files, report: HeardFile.note)) {
        switch embedding {
        case .success(let vector): try StandardOutput.line(line("file", file.file, vector))
        case .failure(let error):
          hasFailed = true
          try StandardOutput.line(line("file", file.file, nil, error: error))
        }
      }
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if hasFailed { throw ExitCode.someFailed }
  }

  private func line(_ key: String, _ name: String, _ vector: [Float]?, error: (any Error)? = nil) -> String {
    var text = JSONText()
    text.add(key, name)
    text.add("embedding", json: vector.map { JSONText.list($0.map { "\($0)" }) })
    text.add("error", error.map(Explanation.text))
    return text.closed
  }
}
