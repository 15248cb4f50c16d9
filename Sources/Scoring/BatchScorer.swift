import Capture
public import Recognition

/// Recognises many files with one model, on several workers.
public struct BatchScorer: Sendable {
  private let jobs: Int
  private let noise: NoiseMixer?
  private let makeRecognizer: @Sendable () -> Recognizer

  /// - Parameters:
  ///   - jobs: the number of workers, at least 1.
  ///   - noise: what to add to every file; nil for the files as they are.
  ///   - makeRecognizer: called once for each file.
  public init(jobs: Int, noise: NoiseMixer? = nil, makeRecognizer: @escaping @Sendable () -> Recognizer) {
    precondition(jobs >= 1)
    self.jobs = jobs
    self.noise = noise
    self.makeRecognizer = makeRecognizer
  }

  /// Recognises all files. What is wrong with one file is in its record and concerns no other.
  ///
  /// - Parameter visit: called with each record, in the order of `files`, as soon as it and all before it are there.
  /// - Throws: what `visit` throws; the remaining files are left then.
  public func run(_ files: [String], visit: (FileRecord) throws -> Void) async throws -> RunTotals {
    try await withThrowingTaskGroup(of: Indexed.self) { group in
      var waiting = files.enumerated().makeIterator()
      func startNext() {
        guard let (index, file) = waiting.next() else { return }
        group.addTask { Indexed(index: index, record: record(of: file)) }
      }
      for _ in 0..<jobs { startNext() }

      var totals = RunTotals()
      var early: [Int: FileRecord] = [:]
      while let done = try await group.next() {
        startNext()
        early[done.index] = done.record
        while let record = early.removeValue(forKey: totals.files) {
          totals.add(record)
          try visit(record)
        }
      }
      return totals
    }
  }

  private struct Indexed: Sendable {
    var index: Int
    var record: FileRecord
  }

  private func record(of file: String) -> FileRecord {
    do {
      var samples = try SoundFile.samples(of: file)
      if let noise { samples = try noise.mix(samples, name: file.lastPathComponent) }
      var recognizer = makeRecognizer()
      try recognizer.append(samples)
      return FileRecord(file: file, result: try recognizer.finish())
    } catch {
      return FileRecord(file: file, error: error)
    }
  }
}
