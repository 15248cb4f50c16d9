import Aligner
import TestSupport
import Testing

@testable import Scoring

@Suite struct ManifestTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("m.csv", "id,path,text\r\n1,a.wav,\"Turn on, now\"\r\n2,/b.wav,\r\n\r\n3,sub/c.wav, x\r\n"),
    ("m.csv", "\u{FEFF}path,text\na.wav,\"Turn on, now\"\n/b.wav,\"\"\nsub/c.wav, x"),
    ("m.txt", "sentence,audio_filepath\n\"Turn on, now\",a.wav\n   ,/b.wav\n x,sub/c.wav\n"),
    ("m.tsv", "client_id\tpath\tsentence\nx\ta.wav\tTurn on, now\ny\t/b.wav\t\nz\tsub/c.wav\t x\n"),
    (
      "m.jsonl",
      "{\"file\": \"a.wav\", \"transcript\": \"Turn on, now\", \"n\": [1]}\n\n{\"file\": \"/b.wav\", \"text\": null}\r\n"
        + "{\"file\": \"sub/c.wav\", \"text\": \" x\"}"
    ),
    (
      "m.json",
      "{\"audio_filepath\": \"a.wav\", \"text\": \"Turn on, now\"}\n{\"path\": \"/b.wav\"}\n{\"path\": \"sub/c.wav\", \"text\": \" x\"}"
    ),
  ])
  func pathsAndTranscripts(name: String, text: String) throws {
    let expected = [
      BatchItem("\(folder.path)/a.wav", transcript: [.init("Turn on, now")]), BatchItem("/b.wav"),
      BatchItem("\(folder.path)/sub/c.wav", transcript: [.init(" x")]),
    ]
    #expect(try manifest(text, name).items == expected)
  }

  @Test func theColumnOfTranscriptsCanBeChosen() throws {
    #expect(try manifest("path,text,heard\na,x,y\n", "m.csv", column: "heard").items.first?.transcript == [.init("y")])
    #expect(
      try manifest(#"{"path": "a", "text": "x", "heard": "y"}"#, "m.jsonl", column: "heard").items.first?.transcript
        == [.init("y")])
    #expect(try manifest("path,note\na,x\n", "m.csv").items == [BatchItem("\(folder.path)/a")])
  }

  @Test func aTranscriptOfJSONIsAnyThatAFileMayHold() throws {
    let row = #"{"path": "a.wav", "text": {"result": [{"conf": 0.5, "start": 0, "end": 1, "word": "lamp"}]}}"#
    #expect(try manifest(row, "m.jsonl").items.first?.transcript == [.init("lamp", time: 0...1, confidence: 0.5)])
  }

  @Test(arguments: [
    ("m.csv", "path,text\na,b,c\n\"a\"x,b\n,x\nb\u{0},x\nb\nlast,ok\n", [2, 3, 4, 5, 6], "last"),
    ("m.tsv", "path\ttext\na\n\tx\nlast\tok\n", [2, 3], "last"),
    (
      "m.jsonl",
      "nonsense\n[]\n{\"path\": 3}\n{}\n{\"path\": \"\"}\n{\"path\": \"a\\u0000\"}\n{\"path\": \"a\", \"text\": 5}\n"
        + "{\"path\": \"a\", \"text\": {\"word\": \"x\", \"conf\": 7}}\n" + String(repeating: "[", count: 9999)
        + "\n{\"path\": \"last\"}", [1, 2, 3, 4, 5, 6, 7, 8, 9], "last"
    ),
  ])
  func aMalformedRowIsAProblemWithItsLine(name: String, text: String, lines: [Int], last: String) throws {
    let items = try manifest(text, name).items
    #expect(items.dropLast().map(\.file) == lines.map { "\(folder.path)/\(name):\($0)" })
    for (item, line) in zip(items, lines) {
      #expect(item.problem?.description.hasPrefix("\(folder.path)/\(name):\(line): not a row of a manifest: ") == true)
    }
    #expect(items.last?.file == "\(folder.path)/\(last)" && items.last?.problem == nil)
  }

  @Test(
    arguments: [
      ("m.csv", "", nil), ("m.csv", "id,text\n1,x\n", nil), ("m.csv", "path,text\na,b\n", "heard"),
      ("m.csv", "\"path", nil),
      ("m.tsv", "path,text\na,b\n", nil), ("m.jsonl", "{\"path\": \"a\", \"text\": \"x\"}", "heard"),
    ] as [(String, String, String?)])
  func whatIsNoManifestIsAnError(name: String, text: String, column: String?) throws {
    let error = #expect(throws: ScoringError.self) { try manifest(text, name, column: column) }
    #expect(error?.description.hasPrefix("\(folder.path)/\(name): not a manifest: ") == true)
  }

  @Test func aManifestThatCannotBeReadIsAnError() throws {
    for path in ["\(folder.path)/none.csv", folder.path] {
      #expect(throws: ScoringError.manifest(path: path, line: nil, problem: "it cannot be read")) {
        try Manifest(contentsOf: path)
      }
    }
  }

  private func manifest(_ text: String, _ name: String, column: String? = nil) throws -> Manifest {
    try Manifest(contentsOf: folder.write(Array(text.utf8), to: name), transcriptColumn: column)
  }
}
