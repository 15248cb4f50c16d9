import Aligner
import Capture
public import Recognition

/// Recognises many files with one model, on several workers.
public struct BatchScorer: Sendable {
  private let jobs: Int
  private let noise: NoiseMixer?
  private let transcripts: TranscriptSource
  private let makeRecognizer: @Sendable () -> Recognizer

  /// - Parameters:
  ///   - jobs: the number of workers, at least 1.
  ///   - noise: what to add to every file; nil for the files as they are.
  ///   - transcripts: where the transcripts are of files that come without one.
  ///   - makeRecognizer: called once by each worker.
  public init(
    jobs: Int, noise: NoiseMixer? = nil, transcripts: TranscriptSource = .none,
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
  /// - Parameter visit: called with each record, in the order of `items`, as soon as it and all before it are there.
  /// - Throws: what `visit` throws; the remaining files are left then.
  public func run(_ items: [BatchItem], visit: (FileRecord) throws -> Void) async throws -> RunTotals {
    let queue = WorkQueue(count: items.count)
    let (records, sink) = AsyncStream.makeStream(of: Indexed.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await withDiscardingTaskGroup { workers in
          for _ in 0..<jobs { workers.addTask { await work(through: queue, of: items, into: sink) } }
        }
        sink.finish()
      }
      return try await collect(records, visit: visit)
    }
  }

  /// Recognises all files, of which nothing else is known.
  public func run(_ files: [String], visit: (FileRecord) throws -> Void) async throws -> RunTotals {
    try await run(files.map { BatchItem($0) }, visit: visit)
  }

  private struct Indexed: Sendable {
    var index: Int
    var record: FileRecord
  }

  private func work(
    through queue: WorkQueue, of items: [BatchItem], into sink: AsyncStream<Indexed>.Continuation
  ) async {
    var recognizer = makeRecognizer()
    while !Task.isCancelled, let index = queue.next() {
      sink.yield(Indexed(index: index, record: await record(of: items[index], with: &recognizer)))
    }
  }

  private func record(of item: BatchItem, with recognizer: inout Recognizer) async -> FileRecord {
    do {
      if let problem = item.problem { throw problem }
      var samples = try SoundFile.samples(of: item.file)
      if let noise { samples = try noise.mix(samples, name: item.file.lastPathComponent) }
      for token in try await tokens(for: item, samples: samples) { recognizer.append(token) }
      try recognizer.append(samples)
      return FileRecord(file: item.file, result: try recognizer.finish())
    } catch {
      recognizer.reset()
      return FileRecord(file: item.file, error: error)
    }
  }

  private func tokens(for item: BatchItem, samples: [Float]) async throws -> [TranscriptToken] {
    if let transcript = item.transcript { return transcript }
    return try await transcripts.tokens(for: item.file, samples: samples)
  }

  /// Puts the records into the order of the items.
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
