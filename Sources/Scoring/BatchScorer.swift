import Capture
public import Recognition

/// Recognises many files with one model, on several workers.
public struct BatchScorer: Sendable {
  private let jobs: Int
  private let noise: NoiseMixer?
  private let transcripts: TranscriptFolder?
  private let makeRecognizer: @Sendable () -> Recognizer

  /// - Parameters:
  ///   - jobs: the number of workers, at least 1.
  ///   - noise: what to add to every file; nil for the files as they are.
  ///   - transcripts: where the files' transcripts are; nil for none.
  ///   - makeRecognizer: called once by each worker.
  public init(
    jobs: Int, noise: NoiseMixer? = nil, transcripts: TranscriptFolder? = nil,
    makeRecognizer: @escaping @Sendable () -> Recognizer
  ) {
    precondition(jobs >= 1)
    self.jobs = jobs
    self.noise = noise
    self.transcripts = transcripts
    self.makeRecognizer = makeRecognizer
  }

  /// Recognises all files. What is wrong with one file is in its record and concerns no other.
  ///
  /// - Parameter visit: called with each record, in the order of `files`, as soon as it and all before it are there.
  /// - Throws: what `visit` throws; the remaining files are left then.
  public func run(_ files: [String], visit: (FileRecord) throws -> Void) async throws -> RunTotals {
    let queue = WorkQueue(count: files.count)
    let (records, sink) = AsyncStream.makeStream(of: Indexed.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await withDiscardingTaskGroup { workers in
          for _ in 0..<jobs { workers.addTask { work(through: queue, of: files, into: sink) } }
        }
        sink.finish()
      }
      return try await collect(records, visit: visit)
    }
  }

  private struct Indexed: Sendable {
    var index: Int
    var record: FileRecord
  }

  private func work(through queue: WorkQueue, of files: [String], into sink: AsyncStream<Indexed>.Continuation) {
    var recognizer = makeRecognizer()
    while !Task.isCancelled, let index = queue.next() {
      sink.yield(Indexed(index: index, record: record(of: files[index], with: &recognizer)))
    }
  }

  private func record(of file: String, with recognizer: inout Recognizer) -> FileRecord {
    do {
      var samples = try SoundFile.samples(of: file)
      if let noise { samples = try noise.mix(samples, name: file.lastPathComponent) }
      for token in try transcripts?.tokens(for: file) ?? [] { recognizer.append(token) }
      try recognizer.append(samples)
      return FileRecord(file: file, result: try recognizer.finish())
    } catch {
      recognizer.reset()
      return FileRecord(file: file, error: error)
    }
  }

  /// Puts the records into the order of the files.
  private func collect(
    _ records: AsyncStream<Indexed>, visit: (FileRecord) throws -> Void
  ) async throws -> RunTotals {
    var totals = RunTotals()
    var early: [Int: FileRecord] = [:]
    for await done in records {
      early[done.index] = done.record
      while let record = early.removeValue(forKey: totals.files) {
        totals.add(record)
        try visit(record)
      }
    }
    return totals
  }
}
