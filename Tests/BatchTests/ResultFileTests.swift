import Aligner
import Commands
import Files
import Foundation
import TestSupport
import Testing

@testable import Batch
@testable import Recordings

@Suite struct ResultFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/out.csv"
  }

  static let settings: RunSettings = {
    var settings = RunSettings()
    settings.add("threshold", "0.25")
    settings.add("model", "1f")
    return settings
  }()

  /// A file that was understood, one that was rejected, and one that could not be read, with names that are hard to write.
  static let records: [FileRecord] = {
    let meaning = FileRecord.Meaning(
      intent: "go",
      slots: [
        .init(name: "n", value: .integer(2)), .init(name: "n", value: .text("a\"\n")),
        .init(name: "f", value: .text("oat"), guessed: "/OW T/"),
        .init(name: "g", value: .text("oat"), confidence: 0.1 + 0.2, guessed: "/OW T/"),
      ], words: "go on")
    var understood = FileRecord(file: "a,\"b\"\n.wav")
    (understood.intent, understood.slots, understood.words) = (meaning.intent, meaning.slots, meaning.words)
    understood.candidate = meaning
    (understood.confidence, understood.start, understood.end) = (1.0 / 3, 0.1 + 0.2, 1e-7)
    (understood.seconds, understood.computing, understood.snr) = (2, 0.123456789, -6)
    var rejected = FileRecord(file: "grüße 🎙.wav")
    (rejected.candidate, rejected.confidence, rejected.seconds) = (meaning, 0.1, 3)
    rejected.warnings = ["it is \"clipped\"\n"]
    let failed = FileRecord(file: "c", error: BatchError.output(path: "c", reason: "no\u{0} \"luck\""))
    return [understood, rejected, failed, understood, rejected]
  }()
  static let items = records.map { RecordingItem($0.file) }

  @Test func aJournalKeepsEveryDigit() throws {
    var several = Self.records[0]
    several.further = Array(Self.records.dropFirst())
    for record in Self.records + [several] {
      let entry = JournalEntry(item: "x", record: record, line: "y")
      #expect(JournalEntry(Array(entry.json.utf8)) == entry)
      #expect(!entry.json.contains("\n"))
    }
    #expect(JournalEntry(Array("{}".utf8)) == nil && JournalEntry([]) == nil)
  }

  /// Law 9 of docs/architecture.md: wherever a run is broken off, be it in the middle of a line, the file becomes the
  /// same.
  @Test(arguments: [RecordFormat.jsonl, .csv, .table])
  func aRunThatWasBrokenOffAtAnyByteBecomesWhole(format: RecordFormat) throws {
    try run(format, resumes: false)
    let whole = try contents()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
    var file = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: false)
    for (item, record) in zip(Self.items, Self.records) { try file.append(record, of: item) }
    let journal = try Data(contentsOf: URL(filePath: path + ".unfinished"))
    _ = consume file
    for size in stride(from: 0, through: journal.count, by: 7) {
      try FileManager.default.removeItem(atPath: path)
      try journal.prefix(size).write(to: URL(filePath: path + ".unfinished"))
      try run(format, resumes: true)
      #expect(try contents() == whole, "broken off after \(size) bytes")
    }
  }

  @Test func withoutResumeARunBeginsAnew() throws {
    try breakOff(after: 3)
    let file = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: false)
    #expect(file.replayed == 0)
  }

  @Test func otherSettingsAreRefused() throws {
    try breakOff(after: 3)
    var other = RunSettings()
    other.add("threshold", "0.5")
    other.add("model", "1f")
    expectRefusal("threshold: it was 0.25, now it is 0.5") {
      _ = try ResultFile(at: OutputPlace(path), settings: other, resumes: true)
    }
    var fewer = RunSettings()
    fewer.add("threshold", "0.25")
    expectRefusal("model: now there is none") {
      _ = try ResultFile(at: OutputPlace(path), settings: fewer, resumes: true)
    }
    var more = Self.settings
    more.add("noise", "7")
    expectRefusal("noise: it had none") { _ = try ResultFile(at: OutputPlace(path), settings: more, resumes: true) }
    // What was refused is still there.
    #expect(try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: true).replayed == 3)
  }

  @Test func otherFilesAreRefused() throws {
    try breakOff(after: 1)
    var file = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: true)
    let (old, new) = (Self.items[0], RecordingItem("z.wav"))
    #expect(
      throws: BatchError.resume(
        path: path + ".unfinished", problem: "the list of files differs: \(old.file) has z.wav in its place now")
    ) { try file.replay(new) }
    _ = consume file
    var again = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: true)
    var heard = old
    heard.transcript = [.init("go")]
    #expect(throws: BatchError.self) { try again.replay(heard) }
  }

  @Test func twoRunsDoNotWriteTheSameFile() throws {
    let first = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: false)
    #expect(throws: BatchError.output(path: path + ".unfinished", reason: "another run is writing to it")) {
      _ = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: false)
    }
    #expect(first.replayed == 0)
  }

  private func expectRefusal(_ problem: String, _ body: () throws -> Void) {
    #expect(throws: BatchError.resume(path: path + ".unfinished", problem: problem)) { try body() }
  }

  private func breakOff(after count: Int) throws {
    var file = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: false)
    for (item, record) in zip(Self.items, Self.records).prefix(count) { try file.append(record, of: item) }
  }

  private func run(_ format: RecordFormat, resumes: Bool) throws {
    var file = try ResultFile(at: OutputPlace(path), settings: Self.settings, resumes: resumes)
    let replayed = file.replayed
    for (index, item) in Self.items.enumerated() {
      if index < replayed {
        #expect(try file.replay(item) == Self.records[index])
      } else {
        try file.append(Self.records[index], of: item)
      }
    }
    try file.finish(RecordWriter(format: format))
  }

  private func contents() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
