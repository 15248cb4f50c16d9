import Aligner
import Recognition
import TestSupport
import Testing

@testable import Batch
@testable import Recordings

/// A recording that is too long to be one command is heard as live sound is.
@Suite struct LongRecordingTests {
  private static func live() -> LiveRecognizer {
    LiveRecognizer(graph: BatchScorerTests.graph) { HeardSound(posteriors: BatchScorerTests.posteriors($0)) }
  }

  /// Half a second of loud sound with a "go" in it, at each of these times in near silence.
  private static func sound(_ seconds: Int, goes: [Double]) -> [Float] {
    var samples = (0..<seconds * 16_000).map { Float($0 % 7) * 1e-5 }
    for time in goes {
      let start = Int(time * 16_000)
      for index in 0..<8000 { samples[start + index] = index / 320 == 12 ? 0.9 : Float(index % 5) * 0.05 }
    }
    return samples
  }

  private func records(_ items: [RecordingItem], live: Bool = true) async throws -> [FileRecord] {
    let makeLive: (@Sendable () -> LiveRecognizer)? = live ? { @Sendable in Self.live() } : nil
    var scorer = BatchScorer(jobs: 2, makeLiveRecognizer: makeLive) { BatchScorerTests.recognizer() }
    scorer.longest = 10
    var records: [FileRecord] = []
    _ = try await scorer.run(items) { records.append($1) }
    return records
  }

  @Test func everyCommandIsHeardAtItsTime() async throws {
    let folder = try TemporaryFolder()
    // One on either side of what would be a border, and one across it.
    let goes = [3.0, 9.8, 10.9, 19.9, 29]
    let path = try folder.write(wav: Self.sound(32, goes: goes), to: "long.wav")
    let record = try #require(try await records([RecordingItem(path)]).first)
    let all = [record] + record.further
    #expect(all.map(\.intent) == goes.map { _ in "go" } && all.map(\.file) == goes.map { _ in path })
    for (found, time) in zip(all, goes) { #expect(abs((found.start ?? 0) - time) < 0.5) }
    #expect(all.allSatisfy { abs(($0.seconds ?? 0) - 32) < 0.1 })
    #expect(record.warnings.contains { $0.contains("live sound") })
    var writer = RecordWriter(format: .csv)
    #expect(writer.add(record).split(separator: "\n").count == 5)
  }

  @Test func aSegmentCountsFromTheBeginningOfItsFile() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wav: Self.sound(32, goes: [3, 25]), to: "long.wav")
    var item = RecordingItem(path)
    item.segment = 12..<Double.infinity
    let record = try #require(try await records([item]).first)
    #expect(record.intent == "go" && record.further.isEmpty && abs((record.start ?? 0) - 25) < 0.5)
  }

  @Test func aLongRecordingWithoutACommandIsOneRecord() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(wav: Self.sound(12, goes: []), to: "long.wav")
    let found = try await records([RecordingItem(path)])
    #expect(found.map(\.intent) == [nil] && found[0].error == nil && found[0].further.isEmpty)
    #expect(try await records([RecordingItem(path)], live: false)[0].error?.contains("longer than") == true)
  }
}
