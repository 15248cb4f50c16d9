import Foundation
import TestSupport
import Testing

/// Long runs of `attune score`, as they are broken off, fed and measured.
@Suite(.enabled(if: Model.isThere, Model.comment)) struct BatchTests {
  private static let clip = "\(AttuneProcess.root)/\(AttuneCommandTests.clip)"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func list(_ rows: [String]) throws -> String {
    try folder.write(Array(rows.joined(separator: "\n").utf8), to: "list.jsonl")
  }

  private static func row(_ file: String, _ rest: String = "") -> String { #"{"path": "\#(file)"\#(rest)}"# }

  /// Killed in the midst with `kill -9`, and killed again: what is written in the end is what an unbroken run writes.
  @Test(arguments: ["jsonl", "csv"]) func aKilledRunIsContinued(format: String) throws {
    let rows = (0..<24).map { Self.row($0 % 5 == 2 ? "/no/such/\($0).wav" : Self.clip, #", "start": 0.0\#($0)"#) }
    let path = "\(folder.path)/out"
    let command =
      ["score", "--manifest", try list(rows), "--format", format, "--output"].map(\.self) + [path]
      + AttuneCommandTests.lights
    let unbroken = try AttuneProcess(command)
    #expect(unbroken.status == 1)
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    try FileManager.default.removeItem(atPath: path)
    for round in 1...2 {
      let run = try AttuneProcess.start(command + (round == 1 ? [] : ["--resume"]))
      #expect(
        run.waits(seconds: 60) { _ in
          let journal = try? String(contentsOfFile: path + ".unfinished", encoding: .utf8)
          return (journal?.split(separator: "\n").count ?? 0) > 5 * round
        })
      run.send(SIGKILL)
      #expect(run.finish() == SIGKILL && !FileManager.default.fileExists(atPath: path))
    }
    let other = try AttuneProcess(command + ["--resume", "--threshold", "0.9"])
    #expect(other.status == 2 && other.errors.hasSuffix("cannot be continued: threshold: it was 0.4, now it is 0.9\n"))
    let resumed = try AttuneProcess(command + ["--resume"])
    #expect(resumed.status == 1 && resumed.errors.contains(" files were done before\n24 files: "))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["list.jsonl", "out"])
  }

  @Test func tenHostileFilesAmongAHundredGoodOnes() throws {
    let hostile =
      [
        "empty.wav", "ends-early.flac", "header-only.wav", "lost-sync.flac", "nan.wav", "not-audio.wav",
        "truncated.flac",
      ].map { "\(AttuneProcess.root)/Fixtures/\($0)" } + ["/no/such.wav", folder.path, "/dev/null"]
    // A tenth of a second of each good one, so that a hundred of them take no long time.
    let good = Self.row(Self.clip, #", "end": 0.1"#)
    let rows = (0..<110).map { $0 % 11 == 5 ? Self.row(hostile[$0 / 11]) : good }
    let run = try AttuneProcess(["score", "--manifest", try list(rows), "--jobs", "4"] + AttuneCommandTests.lights)
    let records = try run.records()
    #expect(run.status == 1 && run.errors.contains("110 files: 0 understood, 100 rejected, 10 errors"))
    #expect(records.map { $0["error"] is String } == (0..<110).map { $0 % 11 == 5 })
  }

  /// Each line is answered before the next one comes.
  @Test func aPipeIsAnsweredLineByLine() throws {
    let run = try AttuneProcess.start(["score", "-"] + AttuneCommandTests.lights, hasInput: true)
    for (count, row) in [Self.row(Self.clip), "nonsense", Self.row(Self.clip, #", "start": 0.1, "end": 2"#)]
      .enumerated()
    {
      try run.write(row + "\n")
      #expect(run.waits(seconds: 60) { $0.output.split(separator: "\n").count == count + 1 })
    }
    try run.write(nil)
    #expect(run.finish() == 1)
    let records = try AttuneProcess.records(in: run.output)
    #expect(records.map { $0["file"] as? String } == [Self.clip, "-:2", Self.clip + "#t=0.1,2"])
    #expect(records.map { $0["intent"] as? String } == ["setLight", nil, "setLight"])
  }

  @Test func aListIsMeasuredAndReported() throws {
    let truth = #", "speaker": "<i>&", "intent": "setLight", "slots": {"state": "on", "room": "kitchen"}"#
    let wrong =
      #", "speaker": "b", "intent": "setLight", "slots": {"state": "off"}, "transcript": "turn off </script>""#
    let other = "\(AttuneProcess.root)/Fixtures/synthetic-flite-not-a-command.flac"
    let rows = [
      Self.row(Self.clip, truth), Self.row(Self.clip, wrong), Self.row(other, #", "intent": null"#),
      Self.row("/no/<such>.wav", truth),
    ]
    let (page, figures) = ("\(folder.path)/report.html", "\(folder.path)/figures.json")
    let run = try AttuneProcess(
      [
        "score", "--manifest", try list(rows), "--by", "speaker", "--report", page, "--measurements", figures,
        "--fusion", "none",
      ] + AttuneCommandTests.lights)
    #expect(run.status == 1 && run.errors.contains("accepted: 33.3 % (1/3"))
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: figures))) as? [String: Any]
    #expect((json?["falseAccepts"] as? [String: Any])?["total"] as? Int == 1)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("data:audio/flac;base64,ZkxhQ") && html.contains("data:image/png;base64,"))
    #expect(html.contains("/no/&lt;such&gt;.wav") && html.contains("turn off &lt;/script&gt;"))
    // Nothing is fetched, and nothing that came from outside is markup.
    for fragment in ["<i>&", "</script>", "<script", "http://", "https://", "<such>"] {
      let found = html.replacing("http://www.w3.org/2000/svg", with: "")
      #expect(!found.contains(fragment), "\(fragment)")
    }
  }

  @Test func severalRatiosAreOneRun() throws {
    let sound = "\(AttuneProcess.root)/Fixtures/synthetic-flite-timer-hour-and-half.flac"
    let run = try AttuneProcess(
      ["score", "--noise", sound, "--snr", "clean", "--snr", "-10"] + AttuneCommandTests.lights + [Self.clip])
    let records = try run.records()
    #expect(records.map { $0["snr"] as? Double } == [nil, -10] && records.allSatisfy { $0["snr"] != nil })
    let single = try AttuneProcess(
      ["score", "--noise", sound, "--snr", "-10"] + AttuneCommandTests.lights + [Self.clip]
    ).records()
    #expect(single.first?["confidence"] as? Double == records[1]["confidence"] as? Double)
  }

  @Test func resultsAreCompared() throws {
    let lines = ["on", "off"].map { #"{"file": "a.wav", "intent": "setLight", "slots": {"state": "\#($0)"}}"# }
    let paths = try zip(["1.jsonl", "2.jsonl"], lines).map { try folder.write(Array($1.utf8), to: $0) }
    let labels = try folder.write(
      Array(#"{"a.wav": {"intent": "setLight", "slots": {"state": "on"}}}"#.utf8), to: "labels.json")
    let run = try AttuneProcess(["compare", "--labels", labels] + paths)
    #expect(run.status == 0 && run.output.contains("became wrong\n  a.wav: setLight(state: on) → setLight(state: off)"))
    let json = try AttuneProcess(["compare", "--format", "json"] + paths).records().first
    #expect(json?["files"] as? Int == 1 && json?["p"] is NSNull)
    #expect(try AttuneProcess(["compare", paths[0], labels]).status == 2)
  }
}
