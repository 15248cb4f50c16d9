import Aligner
import Capture
public import Recognition
public import Recordings

/// Recognises many files with one model, on several workers.
public struct BatchScorer: Sendable {
  /// How far the workers may be ahead of the last record that was visited: what is ready stays in memory until then.
  static let window = 256

  private let jobs: Int
  private let conditions: [NoiseMixer?]
  private let transcripts: TranscriptSource
  private let channel: Int?
  private let makeRecognizer: @Sendable () -> Recognizer
  private let makeLiveRecognizer: (@Sendable () -> LiveRecognizer)?

  /// A longer recording, in seconds, is heard as live sound is.
  var longest = 3600.0
  /// The samples that are read at a time.
  private static let block = 16_000

  /// - Parameters:
  ///   - jobs: the number of workers, at least 1.
  ///   - conditions: what is added to a file, by the item's `condition`; nil for nothing. At least one.
  ///   - transcripts: where the transcripts are of files that come without one.
  ///   - channel: the channel to hear, from 1, of files that come without one; nil for the mean of all.
  ///   - makeLiveRecognizer: for recordings of more than an hour, which without it are errors, and for files in which
  ///     several recordings stand.
  ///   - makeRecognizer: called once by each worker.
  public init(
    jobs: Int, conditions: [NoiseMixer?] = [nil], transcripts: TranscriptSource = .none, channel: Int? = nil,
    makeLiveRecognizer: (@Sendable () -> LiveRecognizer)? = nil, makeRecognizer: @escaping @Sendable () -> Recognizer
  ) {
    precondition(jobs >= 1 && !conditions.isEmpty)
    self.jobs = jobs
    self.conditions = conditions
    self.transcripts = transcripts
    self.channel = channel
    self.makeLiveRecognizer = makeLiveRecognizer
    self.makeRecognizer = makeRecognizer
  }

  /// Recognises all files. What is wrong with one file is in its record and concerns no other.
  ///
  /// - Parameters:
  ///   - items: taken as they are needed; the sequence may wait for the next one.
  ///   - visit: called with each item and its record, in the order of `items`, as soon as it and all before it are there.
  /// - Throws: what `visit` throws; the remaining files are left then.
  @discardableResult public func run(
    _ items: some Sequence<RecordingItem> & Sendable, visit: (RecordingItem, FileRecord) throws -> Void
  ) async throws -> RunTotals {
    let (events, sink) = AsyncStream.makeStream(of: Event.self)
    let feed = ItemFeed(items, window: Self.window) { sink.yield($0.map(Event.item) ?? .end) }
    defer { feed.stop() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let workers = (0..<jobs).map { worker in
        let (inbox, orders) = AsyncStream.makeStream(of: Indexed<RecordingItem>.self)
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
    try await run(files.map { RecordingItem($0) }) { try visit($1) }
  }

  private struct Indexed<Value: Sendable>: Sendable {
    var index: Int
    var value: Value
  }

  private enum Event: Sendable {
    case item(RecordingItem)
    case end
    case done(worker: Int, Indexed<FileRecord>)
  }

  /// Gives every idle worker an item, and puts the records into the order of the items.
  private func dispatch(
    _ events: AsyncStream<Event>, to workers: [AsyncStream<Indexed<RecordingItem>>.Continuation], from feed: ItemFeed,
    visit: (RecordingItem, FileRecord) throws -> Void
  ) async throws -> RunTotals {
    var totals = RunTotals()
    var idle = Array(workers.indices)
    var items: [Int: RecordingItem] = [:]
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
    as worker: Int, on items: AsyncStream<Indexed<RecordingItem>>, reportingTo sink: AsyncStream<Event>.Continuation
  ) async {
    let recognizer = makeRecognizer()
    for await item in items {
      let record = await record(of: item.value, with: recognizer)
      sink.yield(.done(worker: worker, Indexed(index: item.index, value: record)))
    }
  }

  private func record(of item: RecordingItem, with recognizer: Recognizer) async -> FileRecord {
    var record: FileRecord
    do {
      record = try await heard(item, with: recognizer)
    } catch CaptureError.tooLong(let path, let limit) {
      recognizer.reset()
      do { record = try live(item) ?? { throw CaptureError.tooLong(path: path, limit: limit) }() } catch {
        record = FileRecord(file: item.name, path: item.file, error: error)
      }
    } catch {
      recognizer.reset()
      record = FileRecord(file: item.name, path: item.file, error: error)
    }
    record.snr = conditions[item.condition]?.decibels
    for index in record.further.indices { record.further[index].snr = record.snr }
    return record
  }

  /// Hears an item as one command.
  private func heard(_ item: RecordingItem, with recognizer: Recognizer) async throws -> FileRecord {
    if let problem = item.problem { throw problem }
    let warnings: [SoundWarning]
    if isNoneElseToHear(item) {
      for token in try await tokens(for: item, samples: []) { recognizer.append(token) }
      warnings = try read(item, limit: .seconds(longest)) { recognizer.append($0) }
    } else {
      let sound = try sound(of: item)
      warnings = sound.warnings
      for token in try await tokens(for: item, samples: sound.samples) { recognizer.append(token) }
      recognizer.append(sound.samples)
    }
    let result = try recognizer.finish()
    var record = FileRecord(file: item.name, result: result)
    record.shift(by: item.segment?.lowerBound ?? 0)
    record.warnings = warnings.map(\.description)
    if let problem = result.unread { record.warnings.append("the transcript is not used: \(problem)") }
    // Several recordings may be several commands.
    let hasSeveral = warnings.contains { if case .recordings = $0 { true } else { false } }
    if hasSeveral, record.intent == nil, let several = try live(item), several.intent != nil { return several }
    return record
  }

  /// Whether the recogniser alone needs the samples, so that they need not be in memory all at once.
  private func isNoneElseToHear(_ item: RecordingItem) -> Bool {
    if case .upstream = transcripts, item.transcript == nil { return false }
    return conditions[item.condition] == nil
  }

  /// Reads the sound of an item bit by bit.
  ///
  /// - Parameter limit: a longer sound is an error; nil for no limit.
  private func read(
    _ item: RecordingItem, limit: Duration?, _ take: ([Float]) throws -> Void
  ) throws -> [SoundWarning] {
    try SoundFile.read(
      item.file, channel: item.channel ?? channel, segment: item.segment, limit: limit, by: Self.block, take)
  }

  /// Hears an item as live sound is heard: every command in it, wherever it is, with little memory.
  ///
  /// - Returns: the record of the first command, with the others; of what came nearest to one where there is none; nil
  ///   where nobody hears live sound, or noise would have to be added.
  private func live(_ item: RecordingItem) throws -> FileRecord? {
    guard let recognizer = makeLiveRecognizer?(), conditions[item.condition] == nil else { return nil }
    var (commands, nearest) = ([FileRecord](), FileRecord(file: item.name))
    nearest.confidence = 0
    func recognize(_ events: [LiveEvent]) throws {
      for case .ended(let segment) in events {
        for result in try recognizer.recognize(segment) {
          var record = FileRecord(file: item.name, result: result)
          record.shift(by: segment.start + (item.segment?.lowerBound ?? 0))
          if record.intent != nil {
            commands.append(record)
          } else if record.confidence ?? 0 >= nearest.confidence ?? 0 {
            nearest = record
          }
        }
      }
    }
    let warnings = try read(item, limit: nil) { try recognize(recognizer.append($0)) }
    let seconds = recognizer.seconds
    try recognize(recognizer.interrupt())
    var record = commands.first ?? nearest
    record.further = Array(commands.dropFirst())
    record.seconds = seconds
    for index in record.further.indices { record.further[index].seconds = seconds }
    record.warnings = warnings.map(\.description)
    if seconds > longest { record.warnings.append("it is longer than an hour, and heard as live sound is") }
    return record
  }

  /// The sound of an item as it is recognised, with its noise: 16 kHz, one channel.
  ///
  /// - Throws: `RecordingError` and `CaptureError`.
  public func samples(of item: RecordingItem) throws -> [Float] { try sound(of: item).samples }

  private func sound(of item: RecordingItem) throws -> (samples: [Float], warnings: [SoundWarning]) {
    if let problem = item.problem { throw problem }
    var sound = try SoundFile.sound(of: item.file, channel: item.channel ?? channel, segment: item.segment)
    if let noise = conditions[item.condition] {
      sound.samples = try noise.mix(sound.samples, name: item.name.lastPathComponent)
    }
    return sound
  }

  private func tokens(for item: RecordingItem, samples: [Float]) async throws -> [TranscriptToken] {
    if let transcript = item.transcript { return transcript }
    return try await transcripts.tokens(for: item.file, samples: samples)
  }
}
