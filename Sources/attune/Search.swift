import Aligner
import ArgumentParser
import Files
import JSON
import Measurement
import Recordings

/// `attune search`: which recording says this, which sentence does this recording say?
struct Search: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds the recordings that say a sentence, and the sentences nearest to a recording.",
    discussion: """
      For every sentence the nearest of the recordings, with --recording the nearest of the sentences to that one. A \
      line is: similarity (at most 1), what was found, what was asked for. No word need be known beforehand.

      With --recall, a list of recordings and what they say (CSV, TSV or JSON Lines; see attune score --manifest), it \
      measures instead how often the right one is found among the first one, and among the first ten.
      """)

  @OptionGroup var options: EmbeddingOptions

  @Option(help: ArgumentHelp("A recording whose sentence is searched for.", valueName: "file"))
  var recording: String?

  @Option(help: ArgumentHelp("Measure on a list of recordings with their texts.", valueName: "manifest"))
  var recall: String?

  @Option(help: "How many to find.")
  var count = 10

  @Argument(help: "Sound files, and folders of them.")
  var paths: [String] = []

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count has to be 1 or more.") }
    let hasSentences = !options.sentences.isEmpty || options.sentenceFile != nil
    guard recall != nil || hasSentences else {
      throw ValidationError("there is nothing to search for: give --text, --sentences or --recall.")
    }
    guard recall != nil || (recording == nil) != paths.isEmpty else {
      throw ValidationError("give either recordings to search in, or --recording.")
    }
  }

  func run() async throws {
    do {
      let embedder = try options.embedder()
      if let recall { return try await measure(recall, embedder) }
      let sentences = try options.allSentences()
      let vectors = try sentences.map { try embedder.embedding(of: $0) }
      if let recording { return try await search(sentences, vectors, for: recording, embedder) }
      try await search(for: sentences, vectors, embedder)
    } catch let code as ExitCode {
      throw code
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }

  private func search(for sentences: [String], _ vectors: [[Float]], _ embedder: UtteranceEmbedder) async throws {
    let (files, index, failed) = try await self.index(SoundFileList.items(in: paths), embedder)
    for (sentence, vector) in zip(sentences, vectors) {
      for match in index.nearest(to: vector, count: count) {
        try StandardOutput.line(
          "\(JSONText.rounded(Double(match.similarity)))\t\(files[match.index])\t\(sentence)"
        )
      }
    }
    if failed > 0 { throw ExitCode.someFailed }
  }

  private func search(
    _ sentences: [String], _ vectors: [[Float]], for recording: String, _ embedder: UtteranceEmbedder
  ) async throws {
    var index = UtteranceIndex()
    for vector in vectors { index.append(vector) }
    for result in await embedder.embeddings(of: [RecordingItem(recording)], report: HeardFile.note) {
      for match in index.nearest(to: try result.get(), count: count) {
        try StandardOutput.line(
          "\(JSONText.rounded(Double(match.similarity)))\t\(sentences[match.index])\t\(recording)")
      }
    }
  }

  /// The recordings that can be heard, with their index; the others are told.
  private func index(
    _ files: [RecordingItem], _ embedder: UtteranceEmbedder
  ) async throws -> (files: [String], index: UtteranceIndex, failed: Int) {
    guard !files.isEmpty else { throw RecordingError.noSoundFiles(paths: paths) }
    var (index, heard) = (UtteranceIndex(), [String]())
    for (file, result) in zip(files, await embedder.embeddings(of: files, report: HeardFile.note)) {
      switch result {
      case .success(let vector):
        index.append(vector)
        heard.append(file.file)
      case .failure(let error):
        StandardError.line("attune: " + Explanation.text(of: error, in: file.file).printableLine)
      }
    }
    return (heard, index, files.count - heard.count)
  }

  private func measure(_ manifest: String, _ embedder: UtteranceEmbedder) async throws {
    let texts = try Self.texts(in: manifest)
    let (files, sounds, failed) = try await index(texts.keys.sorted().map { RecordingItem($0) }, embedder)
    let sentences = files.compactMap { texts[$0] }
    let vectors = try sentences.map { try embedder.embedding(of: $0) }
    var written = UtteranceIndex()
    for vector in vectors { written.append(vector) }
    let bySentence = sounds.recall(
      of: sentences.indices.map { query in (vectors[query], { sentences[$0] == sentences[query] }) }, at: [1, 10])
    let byRecording = written.recall(
      of: sentences.indices.map { query in (sounds[query], { sentences[$0] == sentences[query] }) }, at: [1, 10])
    try StandardOutput.line("\(files.count) recordings, \(Set(sentences).count) different sentences")
    try StandardOutput.line("a sentence finds its recording: recall@1 \(bySentence[0]), recall@10 \(bySentence[1])")
    try StandardOutput.line("a recording finds its sentence: recall@1 \(byRecording[0]), recall@10 \(byRecording[1])")
    if failed > 0 { throw ExitCode.someFailed }
  }

  /// What each recording of a list says.
  private static func texts(in manifest: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for item in try Manifest(contentsOf: manifest).items {
      if let problem = item.problem { throw problem }
      let words = (item.transcript ?? []).map(\.text).joined(separator: " ")
      if !words.isEmpty { texts[item.file] = words }
    }
    return texts
  }
}
