import Aligner
import TestSupport
import Testing

@testable import Recordings

@Suite struct TranscriptFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func textIsOneToken() throws {
    #expect(try tokens("Turn on the lights.\n", "a.txt") == [TranscriptToken("Turn on the lights.\n")])
  }

  @Test func whisperGivesWords() throws {
    let json = """
      {"text": " Make me", "language": "en", "segments": [{"id": 0, "start": 0.0, "end": 1.0, "text": " Make me",
        "words": [{"word": " Make", "start": 0.5, "end": 0.75, "probability": 0.5},
                  {"word": " me", "start": 0.75, "end": 1.0, "probability": 1}]},
       {"id": 1, "start": 1.0, "end": 2.0, "text": " coffee"}]}
      """
    let expected: [TranscriptToken] = [
      .init(" Make", time: 0.5...0.75, confidence: 0.5), .init(" me", time: 0.75...1), .init(" coffee", time: 1...2),
    ]
    #expect(try tokens(json, "a.json") == expected)
  }

  @Test func voskGivesResults() throws {
    let json = #"{"result": [{"conf": 0.25, "end": 0.5, "start": 0.125, "word": "lamp"}], "text": "lamp"}"#
    #expect(try tokens(json, "a.json") == [.init("lamp", time: 0.125...0.5, confidence: 0.25)])
    #expect(try tokens(#"{"text": "lamp on"}"#, "a.json") == [.init("lamp on")])
    let lines = #"{"partial": "lam"}"# + "\n\n" + #"{"partial": "lamp"}"# + "\n" + #"{"text": "lamp on"}"#
    let expected: [TranscriptToken] = [
      .init("lam", state: .partial), .init("lamp", state: .partial), .init("lamp on"),
    ]
    let found = try tokens(lines, "a.jsonl")
    #expect(found == expected)
    #expect(found.reduce(into: TokenTranscript()) { $0.append($1) }.words.map(\.text) == ["lamp", "on"])
  }

  @Test func listsAreTokens() throws {
    #expect(try tokens(#"["turn", "on"]"#, "a.json") == [.init("turn"), .init("on")])
    let line = #"{"text": "on", "start": 1, "end": 2, "confidence": 0.5, "arrival": 3, "partial": true}"#
    let token = TranscriptToken("on", time: 1...2, confidence: 0.5, arrival: 3, state: .partial)
    #expect(try tokens(line + "\n", "a.jsonl") == [token])
    #expect(try tokens("[]", "a.json").isEmpty && tokens("", "a.jsonl").isEmpty)
  }

  @Test func ctmHasStartsAndDurations() throws {
    let ctm = ";; comment\nclip 1 0.50 0.25 turn 0.5\nclip 1 1.0 1.0 on\n"
    #expect(try tokens(ctm, "a.ctm") == [.init("turn", time: 0.5...0.75, confidence: 0.5), .init("on", time: 1...2)])
  }

  @Test(arguments: [
    ("a.json", "", 1), ("a.json", "\n{", 2), ("a.json", "[1]", 1), ("a.json", "{}", 1), ("a.json", "null", 1),
    ("a.json", "[\n\"a\",\n]]", 3), ("a.json", "[\"a\"\n\"b\"]", 2), ("a.json", "\"a", 1), ("a.json", "\"a\" \"b\"", 1),
    ("a.json", #"[{"word": "a", "probability": 2}]"#, 1), ("a.json", #"{"segments": 3}"#, 1),
    ("a.json", #"[{"word": "a", "start": 2, "end": 1}]"#, 1), ("a.json", #"[{"word": ["a"]}]"#, 1),
    ("a.json", "{\"result\":\n[{\"word\": \"a\", \"start\": \"x\", \"end\": 1}]}", 2), ("a.json", #"["\q"]"#, 1),
    ("a.json", #"[{"word": "a", "start": 1e999, "end": 1}]"#, 1), ("a.json", #"{word: "a"}"#, 1),
    ("a.json", "[{\"text\": \"a\"}, {\"words\":\n [{\"word\":\n 7}]}]", 3),
    ("a.json", String(repeating: "[", count: 100_000), 1),
    ("a.jsonl", "\"a\"\n{\n", 2), ("a.jsonl", "\n\n[{\"conf\": 1}]", 3),
    ("a.ctm", "clip 1 0 1 a\nclip 1 0 1\n", 2), ("a.ctm", "clip 1 x 1 a", 1), ("a.ctm", "clip 1 0 nan a", 1),
    ("a.ctm", "clip 1 0 -1 a", 1), ("a.ctm", "clip 1 0 1 a high", 1), ("a.ctm", "one 1 0 1 a\ntwo 1 0 1 b", 2),
    ("a.ctm", "clip 1 1e999 1 a", 1),
  ])
  func whatIsNoTranscriptIsAnErrorWithItsPlace(name: String, text: String, line: Int?) throws {
    let path = try folder.write(Array(text.utf8), to: name)
    let error = #expect(throws: RecordingError.self) { try TranscriptFile(contentsOf: path) }
    guard case .transcript(path, let found, let problem) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == line && !problem.isEmpty)
    #expect(error?.description.hasPrefix(path + (line.map { ":\($0):" } ?? ":")) == true)
  }

  @Test(arguments: [[0xFF, 0xFE], Array(repeating: UInt8(ascii: "["), count: 1 << 20 + 1)])
  func bytesThatAreNoTextAreAnError(bytes: [UInt8]) throws {
    let path = try folder.write(bytes, to: "a.json")
    #expect(throws: RecordingError.self) { try TranscriptFile(contentsOf: path) }
  }

  @Test func theTranscriptThatTellsMostIsTaken() throws {
    try folder.write(Array("from text".utf8), to: "sub/a.txt")
    #expect(try TranscriptFolder(nil).tokens(for: "\(folder.path)/sub/a.flac") == [.init("from text")])
    try folder.write(Array("\"from json\"".utf8), to: "sub/a.json")
    #expect(try TranscriptFolder("\(folder.path)/sub").tokens(for: "elsewhere/a.wav") == [.init("from json")])
    #expect(try TranscriptFolder("\(folder.path)/sub/").tokens(for: "b.wav").isEmpty)
  }

  private func tokens(_ text: String, _ name: String) throws -> [TranscriptToken] {
    try TranscriptFile(contentsOf: folder.write(Array(text.utf8), to: name)).tokens
  }
}
