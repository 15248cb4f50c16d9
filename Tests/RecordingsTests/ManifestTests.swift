import Aligner
import Commands
import TestSupport
import Testing

@testable import Recordings

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
      RecordingItem("\(folder.path)/a.wav", transcript: [.init("Turn on, now")]), RecordingItem("/b.wav"),
      RecordingItem("\(folder.path)/sub/c.wav", transcript: [.init(" x")]),
    ]
    #expect(try manifest(text, name).items == expected)
  }

  @Test func theColumnOfTranscriptsCanBeChosen() throws {
    #expect(try manifest("path,text,heard\na,x,y\n", "m.csv", column: "heard").items.first?.transcript == [.init("y")])
    #expect(
      try manifest(#"{"path": "a", "text": "x", "heard": "y"}"#, "m.jsonl", column: "heard").items.first?.transcript
        == [.init("y")])
    #expect(try manifest("path,note\na,x\n", "m.csv").items == [RecordingItem("\(folder.path)/a")])
  }

  /// What was said is not what somebody heard: a column that is called transcript comes first.
  @Test func aTranscriptIsPreferredToWhatWasSaid() throws {
    #expect(try manifest("path,text,transcript\na,x,y\n", "m.csv").items.first?.transcript == [.init("y")])
    #expect(
      try manifest(#"{"path": "a", "text": "x", "transcript": "y"}"#, "m.jsonl").items.first?.transcript
        == [.init("y")])
  }

  @Test(arguments: [
    (
      "m.csv",
      "path,start,end,intent,slots,speaker,room\na,1.5,3,go,\"{\"\"n\"\": 2, \"\"s\"\": \"\"x\"\"}\",anna,7\nb,,2,,,,\nc,4,,stop,,bert,\n"
    ),
    (
      "m.jsonl",
      #"{"path": "a", "start": 1.5, "end": 3, "intent": "go", "slots": {"n": 2, "s": "x"}, "speaker": "anna", "room": 7}"#
        + "\n" + #"{"path": "b", "end": 2, "intent": null, "speaker": null}"# + "\n"
        + #"{"path": "c", "start": 4, "intent": "stop", "slots": null, "speaker": "bert"}"#
    ),
  ])
  func segmentsTruthAndGroups(name: String, text: String) throws {
    let items = try manifest(text, name, groups: ["room"]).items
    #expect(items.map(\.segment) == [1.5..<3, 0..<2, 4..<Double.infinity])
    #expect(items.map { $0.name.dropFirst(folder.path.count + 1) } == ["a#t=1.5,3", "b#t=0,2", "c#t=4"])
    #expect(
      items.map(\.truth) == [
        .command(.init(intent: "go", slots: ["n": .integer(2), "s": .text("x")])), .noCommand,
        .command(.init(intent: "stop", slots: [:])),
      ])
    #expect(items.map(\.groups) == [["speaker": "anna", "room": "7"], [:], ["speaker": "bert"]])
  }

  @Test(arguments: [
    ("start,end", "2,1"), ("start,end", "1,1"), ("start,end", "-1,2"), ("start,end", "inf,"), ("start,end", "x,2"),
    ("intent,slots", "go,[1]"), ("intent,slots", "go,{"), ("intent,slots", "go,\"{\"\"a\"\": [1]}\""),
  ])
  func segmentsAndSlotsThatAreNoneAreProblems(columns: String, cells: String) throws {
    let item = try manifest("path,\(columns)\na,\(cells)\n", "m.csv").items.first
    #expect(item?.problem?.description.hasPrefix("\(folder.path)/m.csv:2: not a row of a manifest: ") == true)
  }

  @Test func aColumnThatIsAskedForHasToBeThere() throws {
    for (name, text) in [("m.csv", "path\na\n"), ("m.jsonl", "{\"path\": \"a\"}")] {
      #expect(throws: RecordingError.self) { try manifest(text, name, groups: ["room"]) }
    }
  }

  /// A larger sample holds a smaller one, another seed gives another one, and the order stays.
  @Test func samplesAreNested() {
    let all = Array(0..<1000)
    let (few, many) = (all.sample(50, seed: 3), all.sample(200, seed: 3))
    #expect(few.count == 50 && few == few.sorted() && Set(few).isSubset(of: many))
    #expect(all.sample(50, seed: 4) != few && all.sample(2000, seed: 3) == all && all.sample(0, seed: 3).isEmpty)
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
    let error = #expect(throws: RecordingError.self) { try manifest(text, name, column: column) }
    #expect(error?.description.hasPrefix("\(folder.path)/\(name): not a manifest: ") == true)
  }

  @Test func aManifestThatCannotBeReadIsAnError() throws {
    for (path, reason) in [
      ("\(folder.path)/none.csv", "No such file or directory"), (folder.path, "Is a directory"),
    ] {
      #expect(throws: RecordingError.manifest(path: path, line: nil, problem: "it cannot be read: \(reason)")) {
        try Manifest(contentsOf: path)
      }
    }
  }

  private func manifest(
    _ text: String, _ name: String, column: String? = nil, groups: [String] = []
  ) throws -> Manifest {
    try Manifest(contentsOf: folder.write(Array(text.utf8), to: name), transcriptColumn: column, groups: groups)
  }
}
