import Aligner
import TestSupport
import Testing

@testable import Batch
@testable import Measurement
@testable import Recordings

/// Whatever editor has saved a list: with a byte order mark, as UTF-16, with any ends of lines.
@Suite struct TextEncodingTests {
  private static let variants: [@Sendable (String) -> [UInt8]] = [
    { Array($0.utf8) }, { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }, { Array($0.replacing("\n", with: "\r\n").utf8) },
    { Array($0.replacing("\n", with: "\r").utf8) },
    { text in [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } },
    { text in [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] } },
  ]

  @Test(arguments: variants.indices) func everyListIsRead(variant: Int) throws {
    let folder = try TemporaryFolder()
    func write(_ text: String, _ name: String) throws -> String {
      try folder.write(Self.variants[variant](text), to: name)
    }
    let csv = try Manifest(contentsOf: write("path,channel\na.wav,2\nb.wav,\n", "m.csv"))
    #expect(csv.items.map(\.file) == ["\(folder.path)/a.wav", "\(folder.path)/b.wav"])
    #expect(csv.items.map(\.channel) == [2, nil])
    let objects = try Manifest(
      contentsOf: write("{\"path\": \"a.wav\", \"channel\": 3}\n{\"path\": \"b.wav\"}\n", "m.jsonl"))
    #expect(objects.items.map(\.problem) == [nil, nil] && objects.items.map(\.channel) == [3, nil])
    let labels = try Labels(contentsOf: write(#"{"a.wav": {"intent": "go", "slots": {"n": 2}}}"#, "labels.json"))
    #expect(labels["a.wav"]?.intent == "go")
    #expect(
      try TranscriptFile(contentsOf: write("go on\n", "a.txt")).tokens.map(\.text).first?.hasPrefix("go on") == true)
    #expect(try TranscriptFile(contentsOf: write("\"go\"\n\"on\"\n", "a.jsonl")).tokens.count == 2)
    let results = try ResultReader.records(
      contentsOf: write("{\"file\": \"a\", \"intent\": null, \"slots\": {}}\n", "r.jsonl"))
    #expect(results.map(\.file) == ["a"])
    let published = try PublishedResults(contentsOf: write("system,6 dB\nX,99\n", "p.csv"))
    #expect(published.systems.map(\.name) == ["X"])
  }

  @Test func anEmptyChannelIsNoneAndAWrongOneAProblem() throws {
    let folder = try TemporaryFolder()
    let rows = ["0", "-1", "x", "\"\"", "1.5", "null", "[1]"].map { #"{"path": "a.wav", "channel": \#($0)}"# }
    let path = try folder.write(Array(rows.joined(separator: "\n").utf8), to: "m.jsonl")
    #expect(
      try Manifest(contentsOf: path).items.map { $0.problem == nil } == [false, false, false, true, false, true, false])
  }
}
