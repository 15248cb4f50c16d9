import Foundation
import TestSupport
import Testing
import WyomingPeer

@Suite struct AttuneCommandTests {
  static let lights = ["--commands", "config/lights.yaml"]
  static let clip = "Fixtures/synthetic-espeak-lights-on-kitchen.flac"
  static let hostile = [
    "empty.wav", "ends-early.flac", "header-only.wav", "lost-sync.flac", "nan.wav", "not-audio.wav", "truncated.flac",
  ]

  /// Written by `COLUMNS=100 attune COMMAND --help`, and read by people before it was committed.
  @Test(arguments: [
    "", "score", "compare", "listen", "console", "serve", "send", "devices", "doctor", "check", "wake", "enroll",
    "rehearse", "curve", "align", "embed", "search", "fusion", "background", "posteriors", "home-assistant",
  ])
  func helpIsGolden(command: String) throws {
    let run = try AttuneProcess(command.split(separator: " ").map(String.init) + ["--help"])
    let name = command.isEmpty ? "attune" : command
    let golden = "\(AttuneProcess.root)/Tests/AttuneCommandTests/Golden/\(name).txt"
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output == (try String(contentsOfFile: golden, encoding: .utf8)))
  }

  @Test func versionIsANumber() throws {
    #expect(try AttuneProcess("--version").output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [
    ["score"], ["score", "x.wav"], ["score", "--commands", "a.yaml"], lights.inserting("--threshold", "2"),
    lights.inserting("--threshold", "high"), lights.inserting("--jobs", "0"), lights.inserting("--format", "xml"),
    lights.inserting("--noise", "n.wav"), lights.inserting("--snr", "6"), lights.inserting("--fusion", "early"),
    lights.inserting("--no-such-option"),
    lights.inserting("--transcriber", "localhost:10300"), lights.inserting("--transcriber-timeout", "5"),
    lights.inserting("--transcriber", "tcp://localhost:10300", "--transcriber-timeout", "0"),
    lights.inserting("--transcriber", "tcp://localhost:10300", "--transcripts", "beside"),
    lights.inserting("--transcript-column", "text"), lights.inserting("--by", "speaker"),
    lights.inserting("--resume"), lights.inserting("--sample", "0"), lights.inserting("-"),
    lights.inserting("--noise", "n.wav", "--snr", "6", "--snr", "6"),
    ["score", "--sample", "5", "-"] + lights, ["score", "--noise", "n.wav", "--snr", "6", "--snr", "9", "-"] + lights,
    lights.inserting("--sound-share", "0.5"),
    lights.inserting("--fusion", "weighted", "--sound-share", "1.5"), lights.inserting("--fused-weight", "1"),
    lights.inserting("--fusion", "attention", "--sound-weight", "-1"),
    ["check"], ["no-such-command"], ["wake"], ["wake", "--threshold", "2", "hey"],
    ["wake", "--spoken", "a.flac", "one", "two"], ["wake", "--picture", "a.svg", "hey"], ["enroll", "a.flac"],
    ["enroll", "--wake", "hey"], ["enroll", "--wake", "hey", "--sentence", "go", "a.flac"],
    ["enroll", "--sentence", "go", "a.flac"], ["enroll", "--wake", "hey", "--false-accepts", "0", "a.flac"],
    ["rehearse"], ["rehearse", "--sentences", "0"] + lights, ["rehearse", "--voices", "0"] + lights,
    ["rehearse", "--snr", "loud"] + lights, ["curve"], ["curve"] + lights,
    ["curve", "--labels", "l.json", clip] + lights, ["curve", "--threshold", "-1", clip] + lights,
    ["align", clip], ["embed", "--jobs", "0", clip], ["search"], ["search", "--text", "turn on"],
    ["search", "--text", "turn on", "--recording", clip, clip], ["search", "--text", "turn on", "--count", "0", clip],
    ["fusion", clip] + lights,
    ["fusion", "--labels", "l.json", "--transcripts", "t", "--snr", "6", clip] + lights,
    ["fusion", "--labels", "l.json", "--transcripts", "t", "--way", "none", clip] + lights,
    ["send"], ["send", "--timeout", "0", clip], ["send", "--host", "localhost", clip],
    ["send", "--authority", "a", clip],
    ["send", "--events", "e", "--text", "turn on"], ["send", "--events", "e", clip],
    ["listen"], ["listen", "--threshold", "2"] + lights,
    ["listen", "--channel", "0"] + lights, ["listen", "--patience", "endless"] + lights,
    ["listen", "--seconds", "0"] + lights, ["listen", "--transcriber-timeout", "5"] + lights,
    ["serve"], ["serve", "--listen", "10400"] + lights, ["serve", "--threshold", "2"] + lights,
    ["doctor", "--host", "10400"], ["doctor", "microphone"], ["--verbose"],
    ["serve", "--certificate", "c.pem"] + lights, ["serve", "--transcriber-timeout", "0"] + lights,
  ])
  func mistakesOnTheCommandLineAre64(arguments: [String]) throws {
    let run = try AttuneProcess(arguments)
    #expect(run.status == 64)
    #expect(run.output.isEmpty && run.errors.contains("Usage: "))
  }

  @Test(arguments: [
    ["score", "--commands", "no/such.yaml", clip], ["check", "no/such.yaml"],
    ["score", "--commands", "Fixtures/empty.wav", clip], ["check", "Fixtures/not-audio.wav"],
    lights.inserting("--labels", "Fixtures/not-audio.wav"), lights.inserting("--output", "no/such/folder/out.jsonl"),
    lights.inserting("--output", "config"), lights.inserting("--report", "no/such/folder/report.html"),
    lights.inserting("--measurements", "config"), lights.inserting("--beside", "config/lights.yaml"),
    ["compare", "no/such.jsonl", "no/such.jsonl"],
    lights.inserting("--noise", "Fixtures/empty.wav", "--snr", "6"), ["posteriors", "Fixtures/empty.wav"],
    ["score"] + lights + ["config"], lights.inserting("--manifest", "no/such/manifest.csv"),
    lights.inserting("--manifest", "config/lights.yaml"),
    ["score"] + lights + ["config"],
    ["rehearse", "--commands", "no/such.yaml"], ["rehearse", "--noise", "Fixtures/empty.wav"] + lights,
    ["curve", "--commands", "no/such.yaml", clip], ["curve", "config"] + lights,
    ["curve", "--spoken", "config", clip] + lights, ["curve", "--picture", "curve.jpeg", clip] + lights,
    ["wake", "--commands", "no/such.yaml", "hey"], ["wake", "?"], ["wake", "--others", "config", "hey"],
    ["enroll", "--wake", "hey attune", "config"], ["enroll", "--wake", "hey attune", clip],
    ["enroll", "--sentence", "make tea", clip] + lights,
    ["align", "--text", "turn on", "Fixtures/empty.wav"], ["align", "--text", "turn on", "--picture", "a.jpeg", clip],
    ["embed", "config"], ["search", "--text", "turn on", "config"], ["search", "--recall", "no/such.csv"],
    ["fusion", "--labels", "no/such.json", "--transcripts", "config", clip] + lights,
    ["send", "--token-file", "no/such/file", clip], ["send", "--host", "unix:///no/such/socket", clip],
    ["listen", "--device", "no-such-device"] + lights,
    ["listen", "--device", "null", "--save", "README.md"] + lights,
    ["serve", "--commands", "no/such.yaml"], ["serve", "--config", "no/such.yaml"] + lights,
    ["serve", "--config", "config/lights.yaml"] + lights, ["serve", "--listen", "tcp://0.0.0.0:0"] + lights,
    ["serve", "--listen", "tcp://192.0.2.1:0", "--insecure"] + lights, ["serve", "--token-file", "no/such"] + lights,
    ["serve", "--listen", "unix:///no/such/folder/a.sock"] + lights,
    ["serve", "--certificate", "README.md", "--key", "README.md"] + lights,
    ["serve", "--config", "config/attune.yaml"],
    ["serve", "--microphone", "no-such-device"] + lights,
  ])
  func whatCannotBeDoneAtAllIs2(arguments: [String]) throws {
    let run = try AttuneProcess(arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty && run.errors.hasPrefix("attune: "))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aHostileFolderIsALineForEachFile() throws {
    let folder = try TemporaryFolder()
    for name in Self.hostile + ["silence.wav", "stereo-8k.wav"] {
      try folder.copy("\(AttuneProcess.root)/Fixtures/\(name)")
    }
    for name in ["a.flac", "m.flac", "sub/z.flac"] { try folder.copy("\(AttuneProcess.root)/\(Self.clip)", as: name) }
    let run = try AttuneProcess(["score"] + Self.lights + [folder.path])
    let records = try run.records()
    let names = records.compactMap { ($0["file"] as? String)?.dropFirst(folder.path.count + 1) }
    #expect(
      names.map(String.init)
        == (Self.hostile + ["a.flac", "m.flac", "silence.wav", "stereo-8k.wav", "sub/z.flac"]).sorted())
    #expect(run.status == 1)
    for record in records {
      let name = (record["file"] as? String)?.split(separator: "/").last.map(String.init) ?? ""
      #expect((record["error"] is String) == Self.hostile.contains(name), "\(name)")
      if ["a.flac", "m.flac", "z.flac"].contains(name) { #expect(record["intent"] is String) }
    }
    #expect(run.errors.hasPrefix("12 files: "))
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func anyNumberOfJobsWritesTheSame() throws {
    let folder = try TemporaryFolder()
    for index in 0..<6 {
      try folder.copy("\(AttuneProcess.root)/" + (index % 3 == 1 ? "Fixtures/nan.wav" : Self.clip), as: "\(index).flac")
    }
    let runs = try ["1", "2", "5"].map { jobs in
      try AttuneProcess(["score", "--jobs", jobs, "--format", "csv"] + Self.lights + [folder.path])
    }
    #expect(runs.allSatisfy { $0.output == runs[0].output && $0.status == 1 })
    #expect(runs[0].output.hasPrefix("file,intent,slots,words,confidence,start,end,seconds,error\n"))
    #expect(runs[0].output.split(separator: "\n").count == 7)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func anOutputFileHoldsWhatStandardOutputWould() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/out.jsonl"
    let direct = try AttuneProcess(["score"] + Self.lights + [Self.clip])
    let toFile = try AttuneProcess(["score", "--output", path] + Self.lights + [Self.clip])
    #expect(toFile.status == 0 && toFile.output.isEmpty)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == direct.output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.jsonl"])
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aDeviceIsWrittenToInPlace() throws {
    let run = try AttuneProcess(["score", "--output", "/dev/stdout"] + Self.lights + [Self.clip])
    #expect(run.status == 0)
    #expect(try run.records().count == 1)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func acceptanceIsMeasuredAgainstLabels() throws {
    let folder = try TemporaryFolder()
    let labels = """
      {"synthetic-espeak-lights-on-kitchen.flac": {"intent": "no-such-intent", "slots": {}}}
      """
    let path = "\(folder.path)/labels.json"
    try Data(labels.utf8).write(to: URL(filePath: path))
    let run = try AttuneProcess(["score", "--labels", path] + Self.lights + [Self.clip, "Fixtures/silence.wav"])
    #expect(run.errors.contains("accepted: 0.0 % (0/1, 95 % interval 0.0-79.3)"))
    #expect(run.errors.contains("without a label: 1 files"))
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aTranscriptBesideTheSoundJoinsIt() throws {
    let folder = try TemporaryFolder()
    try folder.copy("\(AttuneProcess.root)/\(Self.clip)", as: "a.flac")
    try folder.copy("\(AttuneProcess.root)/\(Self.clip)", as: "b.flac")
    func score(_ options: String...) throws -> AttuneProcess {
      // The sound may contradict the text, and its confidence counts.
      try AttuneProcess(["score", "--threshold", "0"] + Self.lights + options + [folder.path])
    }
    let alone = try score()
    // Nothing beside the sound, and a transcript that is not asked for, change nothing.
    #expect(try score("--transcripts", "beside").output == alone.output)
    try Data(#"["turn", "off", "the", "kitchen", "lights"]"#.utf8).write(to: URL(filePath: "\(folder.path)/b.json"))
    #expect(try score("--transcripts", folder.path, "--fusion", "none").output == alone.output)
    #expect(try score("--transcripts", folder.path, "--text-weight", "0").output == alone.output)
    let text = try score("--transcripts", "beside", "--text-weight", "inf").records()
    #expect(text.map { $0["intent"] as? String } == (try alone.records().map { $0["intent"] as? String }))
    #expect(text.last?["words"] as? String == "turn off the kitchen lights")
    #expect(text.first?["words"] as? String == (try alone.records().first?["words"] as? String))
  }

  @Test(
    .enabled(if: Model.isThere, Model.comment),
    arguments: [["mean"], ["weighted"], ["weighted", "--sound-share", "0.2"], ["concat"], ["attention"], ["bilstm"]])
  func aNetworkFusesWhatHasATranscript(fusion: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.copy(Self.clip, as: "a.flac")
    try folder.copy(Self.clip, as: "b.flac")
    try Data("turn off the kitchen lights".utf8).write(to: URL(filePath: "\(folder.path)/b.txt"))
    let options = ["--features"] + Self.lights + [folder.path]
    let alone = try AttuneProcess(["score"] + options)
    let fused = try AttuneProcess(["score", "--transcripts", "beside", "--fusion"] + fusion + options)
    #expect(fused.status == 0)
    #expect(fused.output.split(separator: "\n").first == alone.output.split(separator: "\n").first)
    let evidence = try #require(try fused.records().last?["fusion"] as? [String: Any])
    let candidates = try #require(evidence["candidates"] as? [[String: Any]])
    #expect(!candidates.isEmpty && candidates.allSatisfy { $0["fused"] is Double && $0["audio"] is Double })
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aBadTranscriptIsTheErrorOfItsFileAlone() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] { try folder.copy("\(AttuneProcess.root)/\(Self.clip)", as: "\(name).flac") }
    try Data("[1]".utf8).write(to: URL(filePath: "\(folder.path)/a.json"))
    let run = try AttuneProcess(["score"] + Self.lights + ["--transcripts", "beside", folder.path])
    let records = try run.records()
    #expect(run.status == 1)
    #expect((records.first?["error"] as? String)?.hasPrefix("\(folder.path)/a.json:1: not a transcript: ") == true)
    #expect(records.last?["intent"] is String)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aManifestIsALineForEachRow() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Self.clip, as: "a.flac")
    let rows = "path,text\na.flac,\na.flac,\"turn off, the kitchen lights\"\nmissing.flac,x\nmalformed\na.flac,\n"
    try Data(rows.utf8).write(to: URL(filePath: "\(folder.path)/m.csv"))
    let options = ["--threshold", "0", "--text-weight", "inf", "--manifest", "\(folder.path)/m.csv"]
    let run = try AttuneProcess(["score"] + Self.lights + options)
    let records = try run.records()
    #expect(run.status == 1 && run.errors.hasPrefix("5 files: 3 understood, 0 rejected, 2 errors\n"))
    #expect(
      records.map { $0["file"] as? String }
        == ["a.flac", "a.flac", "missing.flac", "m.csv:5", "a.flac"].map { "\(folder.path)/\($0)" })
    #expect(records[3]["error"] as? String == "not a row of a manifest: fields: 1 where the header has 2")
    #expect(records[1]["words"] as? String == "turn off the kitchen lights")
    let alone = try AttuneProcess(["score", "--threshold", "0"] + Self.lights + ["\(folder.path)/a.flac"]).records()
    for index in [0, 4] { #expect(records[index]["words"] as? String == alone[0]["words"] as? String) }
  }

  @Test func withoutASynthesiserThePackageIsNamed() throws {
    let run = try AttuneProcess(["rehearse"] + Self.lights, path: "/no/such/folder")
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors == "attune: no speech synthesiser is installed: apt-get install espeak-ng or flite\n")
  }

  @Test(
    .enabled(if: Model.isThere, Model.comment),
    .enabled(if: WyomingPeer.isAvailable, "no Python has the package wyoming, and it cannot be had from PyPI"))
  func anUpstreamRecogniserJoinsTheSound() throws {
    let peer = try WyomingPeer("Turn OFF the kitchen lights.")
    let options = ["--transcriber", "tcp://127.0.0.1:\(peer.port)", "--threshold", "0"]
    let text = try AttuneProcess(["score", "--text-weight", "inf"] + options + Self.lights + [Self.clip, Self.clip])
    #expect(
      try text.records().map { $0["words"] as? String } == Array(repeating: "turn off the kitchen lights", count: 2))
    #expect(text.status == 0 && text.errors.hasSuffix("\ntranscripts from elsewhere: 2 files\n"))
    withExtendedLifetime(peer) {}
  }

  /// Nobody there, and somebody who never answers: the sound alone decides, and the reason is said once.
  @Test(.enabled(if: Model.isThere, Model.comment)) func anUpstreamRecogniserThatFailsChangesNothing() throws {
    let silent = try FakeServer(nil)
    let clips = Array(repeating: Self.clip, count: 8)
    let alone = try AttuneProcess(["score"] + Self.lights + clips)
    for (port, reason) in [
      (try FakeServer.unusedPort(), "cannot be reached: Connection refused"),
      (silent.port, "gave no transcript within 0.5 s"),
    ] {
      let address = "tcp://127.0.0.1:\(port)"
      let run = try AttuneProcess(
        ["score", "--jobs", "2", "--transcriber", address, "--transcriber-timeout", "0.5"] + Self.lights + clips)
      #expect(run.status == 0 && run.output == alone.output)
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count { $0.contains(address) } == 1 && lines.last == "transcripts from elsewhere: 0 files")
      #expect(lines.first == "attune: \(address) \(reason); files without a transcript are understood by sound alone")
    }
    withExtendedLifetime(silent) {}
  }

  @Test(
    .enabled(if: Model.isThere, Model.comment),
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/espeak-ng"),
      "espeak-ng is not installed: nothing was spoken"))
  func aRehearsalIsTheSameForAnyNumberOfJobs() throws {
    let runs = try ["1", "3"].map { jobs in
      try AttuneProcess(
        ["rehearse", "--jobs", jobs, "--sentences", "3", "--snr", "10", "--format", "json"] + Self.lights)
    }
    #expect(runs[0].output == runs[1].output && runs[0].status == 0 && runs[0].errors.isEmpty)
    let report = try runs[0].records().first
    let levels = try #require(report?["levels"] as? [[String: Any]])
    #expect(levels.compactMap { $0["noise"] as? String } == ["clean", "10 dB"])
    #expect(levels.compactMap { $0["trials"] as? Int } == [3, 3])
    // Words so common, spoken so clearly, are understood.
    #expect((levels.first?["understood"] as? Int ?? 0) >= 2)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aCurveIsMeasuredAndDrawn() throws {
    let folder = try TemporaryFolder()
    for (ending, prefix) in [("svg", "<svg "), ("png", "\u{FFFD}PNG")] {
      let path = "\(folder.path)/curve.\(ending)"
      let run = try AttuneProcess(
        ["curve", "--picture", path, "--spoken", Self.clip, "--format", "json"] + Self.lights
          + ["Fixtures/synthetic-flite-not-a-command.flac", "Fixtures/empty.wav"])
      #expect(run.status == 1 && run.errors.hasPrefix("attune: Fixtures/empty.wav: "))
      let curve = try run.records().first
      #expect(curve?["files"] as? Int == 1 && curve?["commands"] as? Int == 1 && curve?["errors"] as? Int == 1)
      #expect((curve?["falseAccepts"] as? [Any])?.isEmpty == true)
      let picture = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      #expect(picture.hasPrefix(prefix))
    }
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func aTextIsAlignedAndDrawn() throws {
    let folder = try TemporaryFolder()
    for (ending, prefix) in [("svg", "<svg "), ("png", "\u{FFFD}PNG")] {
      let path = "\(folder.path)/alignment.\(ending)"
      let run = try AttuneProcess(["align", "--text", "turn on the chicken lights", "--picture", path, Self.clip])
      let rows = run.output.split(separator: "\n").map { $0.split(separator: "\t") }
      #expect(run.status == 0 && rows.map(\.last) == ["turn", "on", "the", "chicken", "lights"])
      let agreements = rows.compactMap { Double($0[2]) }
      #expect(agreements.count == 5 && agreements.min() == agreements[3])
      let picture = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      #expect(picture.hasPrefix(prefix))
    }
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func utterancesAreEmbeddedAndFound() throws {
    let timer = "Fixtures/synthetic-flite-timer-five-minutes.flac"
    let sentence = "set a timer for five minutes"
    let embedded = try AttuneProcess(["embed", "--text", sentence, Self.clip, "Fixtures/empty.wav"])
    let records = try embedded.records()
    #expect(embedded.status == 1 && records.count == 3)
    #expect(records.map { ($0["embedding"] as? [Double])?.count } == [256, 256, nil])
    #expect(records[2]["error"] is String)
    let found = try AttuneProcess(["search", "--text", sentence, "--count", "1", Self.clip, timer])
    #expect(found.status == 0 && found.output.hasSuffix("\t\(timer)\t\(sentence)\n"))
    let told = try AttuneProcess([
      "search", "--text", "turn on the kitchen lights", "--text", sentence, "--count", "1", "--recording", timer,
    ])
    #expect(told.status == 0 && told.output.hasSuffix("\t\(sentence)\t\(timer)\n"))
    let folder = try TemporaryFolder()
    for (file, name) in [(Self.clip, "a.flac"), (timer, "b.flac")] { try folder.copy(file, as: name) }
    let list = "path,text\na.flac,turn on the kitchen lights\nb.flac,\(sentence)\n"
    try Data(list.utf8).write(to: URL(filePath: "\(folder.path)/list.csv"))
    let recall = try AttuneProcess(["search", "--recall", "\(folder.path)/list.csv"])
    #expect(recall.output.split(separator: "\n").count { $0.contains("recall@1 100.0 % (2/2") } == 2)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func waysOfFusionAreCompared() throws {
    let folder = try TemporaryFolder()
    try folder.copy(Self.clip, as: "a.flac")
    let labels = #"{"a.flac": {"intent": "setLight", "slots": {"state": "on", "room": "kitchen"}}}"#
    try Data(labels.utf8).write(to: URL(filePath: "\(folder.path)/labels.json"))
    try folder.write(Array("turn off the bedroom lights".utf8), to: "wrong/a.txt")
    try folder.write(Array("turn on the kitchen lights".utf8), to: "recogniser/clean/a.txt")
    let run = try AttuneProcess(
      [
        "fusion", "--labels", "\(folder.path)/labels.json", "--transcripts", "\(folder.path)/wrong", "--transcripts",
        "\(folder.path)/recogniser", "--way", "late", "--way", "attention", "--alone", "\(folder.path)/a.flac",
      ] + Self.lights)
    let rows = run.output.split(separator: "\n")
    #expect(run.status == 0)
    #expect(rows.first == "| condition | transcript | sound | text | late | attention | attention alone |")
    #expect(rows[2].hasPrefix("| clean | wrong | 100.0 (1) | 0.0 (0) | 100.0 (1) | 100.0 (1) |"))
    #expect(rows[3].hasPrefix("| clean | recogniser | 100.0 (1) | 100.0 (1) | 100.0 (1) | 100.0 (1) | 100.0 (1) |"))
    #expect(rows.contains { $0.hasPrefix("late: worse than the better single modality in 0 of 2 cells") })
  }

  @Test func checkReportsAsTextAndAsJSON() throws {
    let text = try AttuneProcess("check", "--quick", "config/lights.yaml")
    #expect(text.status == 0 && text.output.contains(" templates in ") && !text.output.contains("an hour of"))
    let json = try AttuneProcess("check", "--quick", "--format", "json", "config/lights.yaml")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["templates"] as? Int ?? 0) > 0)
  }

  /// The shipped background is an hour, and debug builds are slow: this one is a sentence.
  @Test func commandsAreTriedOnABackground() throws {
    let folder = try TemporaryFolder()
    let background = "\(folder.path)/room.bin"
    let made = try AttuneProcess(
      "background", "--commands", "config/lights.yaml", "--output", background,
      "Fixtures/synthetic-flite-not-a-command.flac")
    #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
    let report = try AttuneProcess("check", "--background", background, "config/lights.yaml")
    #expect(report.status == 0 && report.output.contains("hours of other speech"), "\(report.output)")
    let other = try AttuneProcess("check", "--background", "config/lights.yaml", "config/lights.yaml")
    #expect(other.status == 2 && other.errors.contains("it is no background as attune background writes it"))
  }
}

extension [String] {
  /// A call of `score` with these options and further ones.
  fileprivate func inserting(_ options: String...) -> [String] {
    ["score"] + self + options + [AttuneCommandTests.clip]
  }
}
