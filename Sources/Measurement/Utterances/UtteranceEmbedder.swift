public import Aligner
public import Capture
public import Lexicon
public import Recordings

/// Places recordings and sentences in one space, where those that say the same lie close: unit vectors, compared by their
/// scalar products.
public struct UtteranceEmbedder: Sendable {
  /// The longest recording, in seconds.
  public static let longest = 30

  private let model: AcousticModel
  private let aligner: CrossModalAligner
  private let lexicon: Lexicon
  private let jobs: Int

  /// - Parameter jobs: how many recordings are worked on at a time, at least 1.
  public init(model: AcousticModel, aligner: CrossModalAligner, lexicon: Lexicon, jobs: Int) {
    precondition(jobs >= 1)
    (self.model, self.aligner, self.lexicon, self.jobs) = (model, aligner, lexicon, jobs)
  }

  /// The vectors of recordings, [256] each, in their order; what is wrong with one concerns no other.
  ///
  /// - Parameter report: is told what a person should know of a file; by several threads.
  public func embeddings(
    of files: [RecordingItem], report: @escaping @Sendable (String, [SoundWarning]) -> Void = { _, _ in }
  ) async -> [Result<[Float], any Error>] {
    let queue = WorkQueue(count: files.count)
    let found = await withTaskGroup(of: [(Int, Result<[Float], any Error>)].self) { group in
      for _ in 0..<jobs { group.addTask { work(through: queue, of: files, report) } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return found.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The vector of a sentence, [256].
  ///
  /// - Throws: `LexiconError.corrupt`.
  public func embedding(of sentence: String) throws(LexiconError) -> [Float] {
    var workspace = CrossModalAligner.Workspace()
    var transcript = TokenTranscript()
    transcript.append(TranscriptToken(sentence))
    return aligner.embedding(of: try SpokenText(transcript, lexicon: lexicon), using: &workspace)
  }

  private func work(
    through queue: WorkQueue, of files: [RecordingItem], _ report: (String, [SoundWarning]) -> Void
  ) -> [(Int, Result<[Float], any Error>)] {
    var hearing = AcousticModel.Workspace()
    var placing = CrossModalAligner.Workspace()
    var found: [(Int, Result<[Float], any Error>)] = []
    while !Task.isCancelled, let index = queue.next() {
      do {
        if let problem = files[index].problem { throw problem }
        let sound = try SoundFile.sound(of: files[index].file, limit: .seconds(Self.longest))
        report(files[index].file, sound.warnings)
        let heard = model.sound(of: sound.samples.span, using: &hearing)
        found.append((index, .success(aligner.embedding(of: heard, using: &placing))))
      } catch {
        found.append((index, .failure(error)))
      }
    }
    return found
  }
}
