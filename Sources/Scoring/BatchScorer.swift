import Aligner
import Capture
public import Recognition

/// Recognises many files with one model, on several workers.
public struct BatchScorer: Sendable {
  /// How far the workers may be ahead of the last record that was visited: what is ready stays in memory until then.
  static let window = 256

  private let jobs: Int
  private let conditions: [NoiseMixer?]
  private let transcripts: TranscriptSource
  private let makeRecognizer: @Sendable () -> Recognizer

  /// - Parameters:
  ///   - jobs: the number of workers, at least 1.
  ///   - conditions: what is added to a file, by the item's `condition`; nil for nothing. At least one.
  ///   - transcripts: where the transcripts are of files that come without one.
  ///   - makeRecognizer: called once by each worker.
  public init(
    jobs: Int, conditions: [NoiseMixer?] = [nil], transcripts: TranscriptSource = .none,
    makeRecognizer: @escaping @Sendable () -> Recognizer
  ) {
    precondition(jobs >= 1 && !conditions.isEmpty)
    self.jobs = jobs
    self.conditions = conditions
    self.transcripts = transcripts
    self.makeRecognizer = makeRecognizer
  }

  /// Recognises all files. What is wrong with one file is in its record and concerns no other.
  ///
  /// - Parameters:
  ///   - items: taken as they are needed; the sequence may wait for the next one.
  ///   - visit: called with each item and its record, in the order of `items`, as soon as it and all before it are there.
  /// - Throws: what `visit` throws; the remaining files are left then.
  @discardableResult public func run(
    _ items: some Sequence<BatchItem> & Sendable, visit: (BatchItem, FileRecord) throws -> Void
  ) async throws -> RunTotals {
    let (events, sink) = AsyncStream.makeStream(of: Event.self)
    let feed = ItemFeed(items, window: Self.window) { sink.yield($0.map(Event.item) ?? .end) }
    defer { feed.stop() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let workers = (0..<jobs).map { worker in
        let (inbox, orders) = AsyncStream.makeStream(of: Indexed<BatchItem>.self)
        group.addTask { await work(as: worker, on: inbox, reportingTo: sink) }
        return orders
      }
      defer { for orders in workers { orders.finish() } }
      return try await dispatch(events, to: workers, from: feed, visit: visit)
    }
  }

  /// Recognises all files, of which nothing else is known.
  @discardableResult public func run(
    _ files: [String], visit: (FileRecord) throws -> Void
  ) async throws -> RunTotals {
    try await run(files.map { BatchItem($0) }) { try visit($1) }
  }

  private struct Indexed<Value: Sendable>: Sendable {
    var index: Int
    var value: Value
  }

  private enum Event: Sendable {
    case item(BatchItem)
    case end
    case done(worker: Int, Indexed<FileRecord>)
  }

  /// Gives every idle worker an item, and puts the records into the order of the items.
  private func dispatch(
    _ events: AsyncStream<Event>, to workers: [AsyncStream<Indexed<BatchItem>>.Continuation], from feed: ItemFeed,
    visit: (BatchItem, FileRecord) throws -> Void
  ) async throws -> RunTotals {
    var totals = RunTotals()
    var idle = Array(workers.indices)
    var items: [Int: BatchItem] = [:]
    var early: [Int: FileRecord] = [:]
    var (taken, given, isComplete) = (0, 0, false)
    for await event in events {
      switch event {
      case .item(let item):
        items[taken] = item
        taken += 1
      case .end: isComplete = true
      case .done(let worker, let done):
        idle.append(worker)
        early[done.index] = done.value
      }
      while given < taken, let item = items[given], let worker = idle.popLast() {
        workers[worker].yield(Indexed(index: given, value: item))
        given += 1
      }
      while let record = early.removeValue(forKey: totals.files), let item = items.removeValue(forKey: totals.files) {
        totals.add(record)
        try visit(item, record)
        feed.advance()
      }
      if isComplete, totals.files == taken { break }
    }
    return totals
  }

  private func work(
    as worker: Int, on items: AsyncStream<Indexed<BatchItem>>, reportingTo sink: AsyncStream<Event>.Continuation
  ) async {
    var recognizer = makeRecognizer()
    for await item in items {
      let record = await record(of: item.value, with: &recognizer)
      sink.yield(.done(worker: worker, Indexed(index: item.index, value: record)))
    }
  }

  private func record(of item: BatchItem, with recognizer: inout Recognizer) async -> FileRecord {
    var record: FileRecord
    do {
      let samples = try samples(of: item)
      for token in try await tokens(for: item, samples: samples) { recognizer.append(token) }
      try recognizer.append(samples)
      record = FileRecord(file: item.name, result: try recognizer.finish())
      record.shift(by: item.segment?.lowerBound ?? 0)
    } catch {
      recognizer.reset()
      record = FileRecord(file: item.name, path: item.file, error: error)
    }
    record.snr = conditions[item.condition]?.decibels
    return record
  }

  /// The sound of an item as it is recognised, with its noise: 16 kHz, one channel.
  ///
  /// - Throws: `ScoringError` and `CaptureError`.
  public func samples(of item: BatchItem) throws -> [Float] {
    if let problem = item.problem { throw problem }
    let samples = try SoundFile.samples(of: item.file, segment: item.segment)
    return try conditions[item.condition]?.mix(samples, name: item.name.lastPathComponent) ?? samples
  }

  private func tokens(for item: BatchItem, samples: [Float]) async throws -> [TranscriptToken] {
    if let transcript = item.transcript { return transcript }
    return try await transcripts.tokens(for: item.file, samples: samples)
  }
}
