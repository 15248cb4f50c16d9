import Foundation
import TestSupport
import Testing
import WyomingPeer

@Suite(.enabled(if: Model.isThere, Model.comment), .serialized) struct SendTests {
  static let clip = "Fixtures/synthetic-espeak-lights-on-kitchen.flac"

  @Test func textSoundAndBothAreAnswered() throws {
    let server = try ServeProcess()
    let text = try AttuneProcess(["send", "--host", server.address, "--text", "turn on the kitchen lights"])
    #expect(text.status == 0 && text.output.hasPrefix("setLight  state=on, room=kitchen"), "\(text.errors)")
    for words in [[], ["--text", "turn on the chicken lights"]] {
      let sound = try AttuneProcess(["send", "--host", server.address, Self.clip] + words)
      #expect(sound.status == 0 && sound.output.hasPrefix("\(Self.clip)  setLight  state=on, room=kitchen"))
      #expect(sound.output.split(separator: "\n").count == 1, "\(sound.output)")
    }
    let nothing = try AttuneProcess(["send", "--host", server.address, "--text", "colourless green ideas"])
    #expect(nothing.status == 0 && nothing.output == "-  \"colourless green ideas\"\n")
  }

  @Test func eventsOfTheServerAreLinesOfJSON() throws {
    let server = try ServeProcess()
    let run = try AttuneProcess(["send", "--host", server.address, "--json", "--partial", Self.clip])
    let records = try run.records()
    let types = records.compactMap { $0["type"] as? String }
    #expect(records.allSatisfy { $0["file"] as? String == Self.clip && $0["data"] is [String: Any] })
    #expect(types.first == "voice-started" && types.contains("voice-stopped") && types.contains("intent"))
    #expect(types.contains("intent-partial"))
    let intent = records.first { $0["type"] as? String == "intent" }?["data"] as? [String: Any]
    #expect(intent?["name"] as? String == "setLight" && intent?["confidence"] is Double)
  }

  /// A session as text says what the file says.
  @Test func aSessionMayBeText() throws {
    let server = try ServeProcess()
    let written = try AttuneProcess(["send", "--print-events", Self.clip])
    #expect(written.status == 0)
    let lines = try written.records()
    #expect(lines.first?["type"] as? String == "audio-start" && lines.last?["type"] as? String == "audio-stop")
    let session = try TemporaryFile(written.output)
    let replayed = try AttuneProcess(["send", "--host", server.address, "--events", session.path])
    let direct = try AttuneProcess(["send", "--host", server.address, "--json", Self.clip])
    let answers = try [replayed, direct].map { try $0.records().map { "\($0["type"] ?? "") \($0["data"] ?? "")" } }
    #expect(answers[0] == answers[1] && !answers[0].isEmpty)
  }

  @Test func oneFileThatCannotBeReadDoesNotStopTheOthers() throws {
    let server = try ServeProcess()
    let run = try AttuneProcess(["send", "--host", server.address, "Fixtures/empty.wav", Self.clip])
    #expect(run.status == 1 && run.errors.contains("Fixtures/empty.wav") && run.output.contains("setLight"))
  }

  @Test func aTokenOpensTheServer() throws {
    let token = try TemporaryFile("  secret\nsecond line\n")
    let server = try ServeProcess(["--token-file", token.path])
    let arguments = ["send", "--host", server.address, "--text", "turn on the kitchen lights"]
    let wrong = try AttuneProcess(arguments)
    #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.errors.contains("(unauthorized)"))
    #expect(try AttuneProcess(arguments + ["--token-file", token.path]).status == 0)
  }

  @Test func theExampleInPythonUnderstands() throws {
    let server = try ServeProcess()
    let folder = try TemporaryFolder()
    let silence = try folder.write(wav: [Float](repeating: 0, count: 16_000), to: "silence.wav")
    #expect(try Self.python([silence, "127.0.0.1", "\(server.port)"]) == "not-recognized \n")
    let wav = "\(folder.path)/speech.wav"
    try Self.convert("\(AttuneProcess.root)/\(Self.clip)", to: wav)
    #expect(
      try Self.python([wav, "127.0.0.1", "\(server.port)"]) == "setLight {'state': 'on', 'room': 'kitchen'}\n")
  }

  @Test func metricsAreTold() throws {
    let server = try ServeProcess(["--metrics", "127.0.0.1:0"])
    #expect(try AttuneProcess(["send", "--host", server.address, "--text", "turn on the kitchen lights"]).status == 0)
    let metrics = try #require(server.metrics)
    let text = try Self.run("/usr/bin/env", ["python3", "-c", Self.fetch, metrics])
    #expect(text.contains("\nattune_commands_total{outcome=\"accepted\"} 1\n"))
    #expect(
      text.contains("\n# TYPE attune_stage_seconds histogram\n") && text.contains("process_resident_memory_bytes"))
    let ready = metrics.replacing("/metrics", with: "/readyz")
    #expect(try Self.run("/usr/bin/env", ["python3", "-c", Self.fetch, ready]) == "ready\n")
  }

  private static let fetch =
    "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode(), end='')"

  @Test func nobodyThereIs2() throws {
    let port = try FakeServer.unusedPort()
    let run = try AttuneProcess(["send", "--host", "tcp://127.0.0.1:\(port)", Self.clip, Self.clip])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors == "attune: tcp://127.0.0.1:\(port): cannot be reached: Connection refused\n")
  }

  private static func python(_ arguments: [String]) throws -> String {
    try run("/usr/bin/env", ["python3", "\(AttuneProcess.root)/config/examples/understand.py"] + arguments)
  }

  /// The session that attune itself writes has the samples.
  private static func convert(_ path: String, to wav: String) throws {
    let script = """
      import base64, json, sys, wave
      with wave.open(sys.argv[1], "wb") as sound:
          sound.setparams((1, 2, 16000, 0, "NONE", None))
          for line in sys.stdin:
              sound.writeframes(base64.b64decode(json.loads(line)["data"].get("audio", "") if "data" in line else ""))
      """
    let session = try TemporaryFile(try AttuneProcess(["send", "--print-events", path]).output)
    _ = try run("/bin/sh", ["-c", "python3 -c '\(script)' '\(wav)' < '\(session.path)'"])
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A server on the loopback that ends with this object.
final class ServeProcess {
  let port: Int
  var address: String { "tcp://127.0.0.1:\(port)" }
  private let process: AttuneProcess.Running

  /// Where its metrics are; nil where it tells none.
  var metrics: String? { process.output.firstMatch(of: /metrics on (\S+)\n/).map { String($0.1) } }

  init(_ options: [String] = []) throws {
    process = try AttuneProcess.start(
      ["serve", "--commands", "config/lights.yaml", "--listen", "tcp://127.0.0.1:0"] + options)
    guard process.waits(until: { $0.output.contains("listening on") }),
      let port = process.output.firstMatch(of: /listening on tcp:\/\/127\.0\.0\.1:(\d+)\n/).flatMap({ Int($0.1) })
    else {
      throw CocoaError(.executableLoad, userInfo: [NSLocalizedFailureReasonErrorKey: process.errors])
    }
    self.port = port
  }
}
