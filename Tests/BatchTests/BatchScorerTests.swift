import Aligner
import Capture
import Commands
import Lexicon
import Synchronization
import TestSupport
import Testing

@testable import Batch
@testable import Recognition
@testable import Recordings
@testable import Upstream

@Suite struct BatchScorerTests {
  /// One phone that means "go"; the network hears it wherever a sample is louder than 0.5, and waits for longer files
  /// less, so that the first files are the last to be ready.
  static let graph = CommandGraph(
    stateCount: 2, start: 0,
    arcs: [.init(source: 0, target: 1, phone: Phone.all[0], beginsWord: true, output: 0)],
    finals: [.init(state: 1, output: 1)],
    outputs: [.init(tags: [], word: "go"), .init(tags: [.intent("go", fixed: [:])], word: nil)])

  static func recognizer() -> Recognizer {
    Recognizer(graph: graph) { HeardSound(posteriors: posteriors($0)) }
  }

  static func posteriors(_ samples: Span<Float>) -> PhonePosteriors {
    PhonePosteriors(
      logProbabilities: stride(from: 0, to: samples.count, by: 320).flatMap { start in
        (0..<PhonePosteriors.columns).map { $0 == (samples[start] > 0.5 ? 1 : 0) ? -0.1 : -6 }
      })
  }

  static func sound(_ seconds: Double, go: Bool) -> [Float] {
    let count = Int(seconds * 16_000)
    return (0..<count).map { go && $0 / 320 == count / 640 ? 0.9 : 0.01 }
  }

  @Test(arguments: [1, 2, 4, 50]) func recordsComeInTheOrderOfTheFiles(jobs: Int) async throws {
    let folder = try TemporaryFolder()
    let files = try (0..<12).map {
      try folder.write(wav: Self.sound(Double(12 - $0), go: $0 % 3 == 0), to: "\($0).wav")
    }
    let (records, totals) = try await run(files, jobs: jobs)
    #expect(records.map(\.file) == files)
    #expect(records.map { $0.intent == "go" } == (0..<12).map { $0 % 3 == 0 })
    #expect(records.map { $0.seconds ?? 0 } == (0..<12).map { Double(12 - $0) })
    #expect(totals.files == 12 && totals.understood == 4 && totals.rejected == 8 && totals.errors == 0)
    #expect(totals.audioSeconds == 78)
  }

  @Test func aBadFileIsOneRecordWithAnErrorAmongGoodOnes() async throws {
    let folder = try TemporaryFolder()
    let good = Self.sound(1, go: true)
    try folder.write(wav: good, to: "a.wav")
    try folder.write([], to: "b-empty.wav")
    try folder.write(Array("not sound at all".utf8), to: "c-text.flac")
    try folder.write(wav: [], to: "d-no-samples.wav")
    try folder.write(wav: good, to: "e.wav")
    let (records, totals) = try await run(SoundFileList.files(in: [folder.path]) + ["\(folder.path)/missing.wav"])
    #expect(records.map { $0.intent } == ["go", nil, nil, nil, "go", nil])
    #expect(records.map { $0.error == nil } == [true, false, false, false, true, false])
    #expect(totals.errors == 4 && totals.understood == 2)
  }

  @Test func noiseIsMixedInByFileName() async throws {
    let folder = try TemporaryFolder()
    let files = try ["x/a.wav", "y/a.wav"].map { try folder.write(wav: Self.sound(1, go: true), to: $0) }
    let noise = NoiseMixer(noise: Self.sound(0.5, go: false), decibels: 20, seed: 0)
    let (records, _) = try await run(files, noise: noise)
    #expect(records.map(\.error) == Array(repeating: "the noise has 8000 samples, the speech 16000", count: 2))
  }

  @Test func anItemWithAProblemIsARecordWithItsError() async throws {
    let folder = try TemporaryFolder()
    let good = RecordingItem(try folder.write(wav: Self.sound(1, go: true), to: "a.wav"))
    let problem = RecordingError.manifest(path: "m.csv", line: 7, problem: "odd")
    let items = [good, RecordingItem(place: "m.csv:7", problem: problem), RecordingItem("missing.wav"), good]
    var records: [FileRecord] = []
    let totals = try await BatchScorer(jobs: 2, makeRecognizer: Self.recognizer).run(items) { records.append($1) }
    #expect(records.map(\.file) == items.map(\.file))
    #expect(records.map { $0.intent } == ["go", nil, nil, "go"] && totals.errors == 2)
    #expect(records[1].error == "not a row of a manifest: odd")
  }

  /// The samples are those that are recognised, and a transcript that came with the item needs no other.
  @Test func theUpstreamRecogniserHearsWhatIsRecognised() async throws {
    let folder = try TemporaryFolder()
    let (plain, known) = (Self.sound(1, go: true), Self.sound(2, go: true))
    let items = [
      RecordingItem(try folder.write(wav: plain, to: "a.wav")),
      RecordingItem(try folder.write(wav: known, to: "b.wav"), transcript: [TranscriptToken("go")]),
    ]
    let noise = NoiseMixer(noise: Self.sound(5, go: false), decibels: 20, seed: 0)
    for mixer in [nil, noise] {
      let heard = Mutex<[[Float]]>([])
      let source = TranscriptSource.upstream(
        UpstreamTranscriber(backOff: .batch) { _, _ in
        } transcribe: { samples in
          heard.withLock { $0.append(samples) }
          return ""
        })
      let scorer = BatchScorer(jobs: 1, conditions: [mixer], transcripts: source, makeRecognizer: Self.recognizer)
      var records: [FileRecord] = []
      _ = try await scorer.run(items) { records.append($1) }
      #expect(records.allSatisfy { $0.error == nil })
      let samples = try SoundFile.samples(of: items[0].file)
      #expect(heard.withLock { $0 } == [try mixer?.mix(samples, name: "a.wav") ?? samples])
    }
  }

  @Test func whatTheVisitorThrowsEndsTheRun() async throws {
    struct Full: Error {}
    let scorer = BatchScorer(jobs: 2, makeRecognizer: Self.recognizer)
    let visits = Atomic(0)
    await #expect(throws: Full.self) {
      try await scorer.run(["a", "b", "c", "d"]) { _ in
        visits.add(1, ordering: .relaxed)
        throw Full()
      }
    }
    #expect(visits.load(ordering: .relaxed) == 1)
  }

  private func run(
    _ files: [String], jobs: Int = 2, noise: NoiseMixer? = nil
  ) async throws -> ([FileRecord], RunTotals) {
    var records: [FileRecord] = []
    let totals = try await BatchScorer(jobs: jobs, conditions: [noise], makeRecognizer: Self.recognizer)
      .run(files) { records.append($0) }
    return (records, totals)
  }
}
