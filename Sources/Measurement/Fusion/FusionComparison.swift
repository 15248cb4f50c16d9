public import Aligner
import Batch
import Capture
public import Commands
public import Recognition
public import Recordings

/// Measures ways of fusion against one another: on labelled recordings, in noise, with transcripts right and wrong.
///
/// Each recording is heard once in every condition; then every way decides with every transcript. Nothing is rejected.
public struct FusionComparison: Sendable {
  /// One way to decide.
  public struct Way: Sendable {
    /// Its name in the table.
    public var name: String
    /// What it does.
    public var fusion: Fusion

    /// A named way.
    public init(_ name: String, _ fusion: Fusion) { (self.name, self.fusion) = (name, fusion) }
  }

  /// What the recordings are heard in.
  public struct Condition: Sendable {
    /// Its name in the table: "clean", "6dB".
    public var name: String
    /// What is added; nil for nothing.
    public var noise: NoiseMixer?

    /// A named condition.
    public init(_ name: String, noise: NoiseMixer? = nil) { (self.name, self.noise) = (name, noise) }
  }

  /// A folder of transcripts. Where it has a folder of a condition's name, the condition's transcripts are there: those
  /// of a recogniser depend on the noise.
  public struct TranscriptSet: Sendable {
    /// Its name in the table.
    public let name: String
    private let path: String

    /// A folder, named by its last part.
    public init(path: String) {
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      (self.path, name) = (trimmed, trimmed.lastPathComponent)
    }

    /// Whether there is a transcript of a recording in a condition, be it empty.
    public func hasTranscript(for file: String, in condition: Condition) -> Bool {
      folder(for: condition).hasTranscript(for: file)
    }

    func folder(for condition: Condition) -> TranscriptFolder {
      let own = TranscriptFolder(path + "/" + condition.name)
      return own.exists ? own : TranscriptFolder(path)
    }
  }

  private let files: [String]
  private let labels: Labels
  private let model: AcousticModel
  private let graph: CommandGraph
  private let ways: [Way]
  private let transcripts: [TranscriptSet]
  private let jobs: Int

  /// - Parameters:
  ///   - files: those without a label are left out.
  ///   - ways: at least one; the transcript of a file that a set does not have is empty.
  ///   - jobs: the number of workers, at least 1.
  public init(
    of ways: [Way], on files: [String], labels: Labels, transcripts: [TranscriptSet], model: AcousticModel,
    graph: CommandGraph, jobs: Int
  ) {
    precondition(jobs >= 1 && !ways.isEmpty)
    self.files = files.filter { labels[$0] != nil }
    (self.labels, self.model, self.graph, self.ways) = (labels, model, graph, ways)
    (self.transcripts, self.jobs) = (transcripts, jobs)
  }

  /// Measures one condition: a cell for each set of transcripts, in their order.
  ///
  /// - Throws: the first file's error, in the order of the files: a comparison has to be about the same recordings.
  public func cells(in condition: Condition) async throws -> [FusionTable.Cell] {
    let folders = transcripts.map { $0.folder(for: condition) }
    let queue = WorkQueue(count: files.count)
    let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
      for _ in 0..<jobs { group.addTask { try work(through: queue, in: condition, with: folders) } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let ordered = outcomes.sorted { $0.file < $1.file }
    return transcripts.indices.map { set in
      FusionTable.Cell(
        condition: condition.name, transcripts: transcripts[set].name,
        results: ways.indices.map { way in
          FusionTable.Result(
            way: ways[way].name, isRight: ordered.map { $0.trials[set][way].isRight },
            cost: ordered.reduce(.zero) { $0 + $1.acoustics + $1.trials[set][way].cost },
            seconds: ordered.reduce(0) { $0 + $1.seconds })
        })
    }
  }

  /// One way with one transcript of one recording.
  private struct Trial {
    var isRight: Bool
    /// The time for all but the network that hears.
    var cost: Duration
  }

  private struct Outcome: Sendable {
    var file: Int
    var seconds: Double
    var acoustics: Duration
    /// By set of transcripts, then by way.
    var trials: [[Trial]]
  }

  private func work(
    through queue: WorkQueue, in condition: Condition, with folders: [TranscriptFolder]
  ) throws -> [Outcome] {
    let ear = RememberingEar(model: model)
    let recognizers = ways.map { way in
      var settings = Recognizer.Settings()
      settings.threshold = 0
      settings.fusion = way.fusion
      return Recognizer(graph: graph, settings: settings) { ear.sound(of: $0) }
    }
    var outcomes: [Outcome] = []
    while !Task.isCancelled, let index = queue.next() {
      outcomes.append(try outcome(of: index, in: condition, with: folders, by: recognizers, hearing: ear))
    }
    return outcomes
  }

  private func outcome(
    of index: Int, in condition: Condition, with folders: [TranscriptFolder], by recognizers: [Recognizer],
    hearing ear: RememberingEar
  ) throws -> Outcome {
    let file = files[index]
    var samples = try SoundFile.samples(of: file)
    if let noise = condition.noise { samples = try noise.mix(samples, name: file.lastPathComponent) }
    ear.forget()
    var outcome = Outcome(file: index, seconds: 0, acoustics: .zero, trials: [])
    for folder in folders {
      let tokens = try folder.tokens(for: file)
      var trials: [Trial] = []
      for recognizer in recognizers {
        ear.rewind()
        for token in tokens { recognizer.append(token) }
        recognizer.append(samples)
        let result = try recognizer.finish()
        let record = FileRecord(file: file, result: result)
        let isRight = labels[file].map { Acceptance.accepts(record, $0) } ?? false
        trials.append(Trial(isRight: isRight, cost: result.timings.decoding + result.timings.fusion))
        outcome.seconds = result.seconds
        outcome.acoustics = max(outcome.acoustics, result.timings.acoustics)
      }
      outcome.trials.append(trials)
    }
    return outcome
  }
}

/// Hears a recording once, however often it is asked for it.
private final class RememberingEar {
  private let model: AcousticModel
  private var workspace = AcousticModel.Workspace()
  /// What was heard, window by window.
  private var heard: [HeardSound] = []
  private var next = 0

  init(model: AcousticModel) { self.model = model }

  /// The recording begins again.
  func rewind() { next = 0 }

  /// Another recording begins.
  func forget() {
    heard.removeAll()
    next = 0
  }

  func sound(of samples: Span<Float>) -> HeardSound {
    if next == heard.count { heard.append(model.sound(of: samples, using: &workspace)) }
    next += 1
    return heard[next - 1]
  }
}
