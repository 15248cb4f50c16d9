import Capture
import Foundation
import Testing
import WyomingPeer

/// `attune listen` over ALSA's `file` plugin, which plays as fast as it is read, and over PulseAudio in real time.
@Suite(.serialized) struct ListenTests {
  static let commands = ["config/coffee.yaml", "config/lights.yaml", "config/timers.yaml"].flatMap {
    ["--commands", $0]
  }
  static let pulse: Comment =
    "pulseaudio, pulseaudio-utils or libasound2-plugins is not installed: nothing is heard live"

  /// The sound of fixtures, half a second of silence before them and 1.5 s after each: 16 kHz, 16 bits.
  private static func sound(of files: [String]) throws -> Data {
    let pause = [Float](repeating: 0, count: 24_000)
    let clips = try files.flatMap { try SoundFile.samples(of: "\(AttuneProcess.root)/Fixtures/\($0)") + pause }
    let samples = (pause.prefix(8000) + clips).map { Int16(max(-32_768, min(32_767, 32_768 * $0))) }
    return samples.withUnsafeBytes { Data($0) }
  }

  private static let clips = [
    "synthetic-espeak-coffee-double-espresso.flac", "synthetic-espeak-lights-on-kitchen.flac",
    "synthetic-flite-not-a-command.flac", "synthetic-flite-timer-five-minutes.flac",
  ]

  private static func results(_ output: String) throws -> [[String: Any]] {
    try AttuneProcess.records(in: output).filter { $0["event"] as? String == "result" }
  }

  /// What a result says, without when and how fast.
  private static func meaning(_ record: [String: Any]) -> String {
    let slots = (record["slots"] as? [String: Any] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ([record["intent"] as? String ?? "-"] + slots).joined(separator: " ")
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func liveEqualsBatch() throws {
    let devices = try SoundDevices(sound: Self.sound(of: Self.clips))
    let options = ["--device", "filemic", "--seconds", "16", "--json", "--save", devices.path("kept")]
    let run = try AttuneProcess(["listen"] + Self.commands + options, environment: devices.environment)
    let batch = try AttuneProcess(["score"] + Self.commands + Self.clips.map { "Fixtures/\($0)" }).records()
    let live = try Self.results(run.output)
    #expect(run.status == 0)
    #expect(live.map(Self.meaning) == batch.map(Self.meaning))
    // What was kept is what was heard: recognised again, it says the same.
    let kept = try AttuneProcess(["score"] + Self.commands + [devices.path("kept")]).records()
    #expect(kept.map(Self.meaning) == live.map(Self.meaning))
    #expect(kept.map { $0["file"] as? String } == live.map { $0["file"] as? String })
    let summary = try #require(AttuneProcess.records(in: run.output).last)
    #expect(summary["event"] as? String == "summary" && summary["seconds"] as? Double == 16)
    let counts = ["heard", "understood", "rejected", "overruns", "losses", "gaps"].map { summary[$0] as? Int }
    #expect(counts == [4, 3, 1, 0, 0, 0])
  }

  /// "Turn on the kitchen lights" is a name as good as any: an order of coffee is heard after it, and none before it.
  @Test(.enabled(if: Model.isThere, Model.comment)) func itSleepsUntilANameIsCalled() throws {
    let (order, name) = (Self.clips[0], Self.clips[1])
    let devices = try SoundDevices(sound: Self.sound(of: [order, name, order, order]))
    let options = ["--device", "filemic", "--seconds", "16", "--json", "--wake", "turn on the kitchen lights"]
    let run = try AttuneProcess(
      ["listen", "--commands", "config/coffee.yaml"] + options, environment: devices.environment)
    #expect(run.status == 0)
    let events = try AttuneProcess.records(in: run.output).compactMap { $0["event"] as? String }
    #expect(events.filter { $0 != "partial" && $0 != "device" } == ["woken", "speech", "result", "asleep", "summary"])
    #expect(try Self.results(run.output).map { $0["intent"] as? String } == ["orderDrink"])
    #expect(run.errors.contains("asleep until somebody says \"turn on the kitchen lights\""))
  }

  /// What is played is found in a file that stands for the loudspeaker; where there is none, it is said.
  @Test(.enabled(if: Model.isThere, Model.comment), arguments: [true, false]) func aChimeSaysThatItListens(
    isThere: Bool
  ) throws {
    let devices = try SoundDevices(sound: Self.sound(of: [Self.clips[1]]))
    let file = devices.path("played.raw")
    let speaker =
      isThere
      ? "pcm.!default { type file slave.pcm { type null } file \"\(file)\" format \"raw\" }\n"
      : "pcm.!default { type hw card 31 }\n"
    let definitions = try FileHandle(forWritingTo: URL(filePath: devices.path(".asoundrc")))
    try definitions.seekToEnd()
    try definitions.write(contentsOf: Data(speaker.utf8))
    try definitions.close()
    let options = ["--device", "filemic", "--seconds", "6", "--wake", "turn on the kitchen lights", "--chime"]
    let run = try AttuneProcess(
      ["listen", "--commands", "config/coffee.yaml"] + options, environment: devices.environment)
    #expect(run.status == 0 && run.errors.contains("called 1 times"))
    #expect(run.errors.contains("no chime") == !isThere)
    if isThere {
      let played = try Data(contentsOf: URL(filePath: file))
      #expect(played.count >= 2 * 5760 && played.contains { $0 != 0 })
    }
  }

  @Test func whatWakesNothingIsAMistake() throws {
    let awake = try AttuneProcess(["listen", "--commands", "config/coffee.yaml", "--awake", "5"])
    #expect(awake.status == 64 && awake.errors.contains("--awake needs --wake"))
    let phrase = try AttuneProcess(["listen", "--commands", "config/coffee.yaml", "--wake", "hey [you"])
    #expect(phrase.status == 2 && phrase.errors.contains("--wake:1:"))
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func theSameSoundGivesTheSameLines() throws {
    let devices = try SoundDevices(sound: Self.sound(of: Array(Self.clips.prefix(2))))
    let options = ["--device", "filemic", "--seconds", "8", "--json"]
    let runs = try (0..<2).map { _ in
      let run = try AttuneProcess(["listen"] + Self.commands + options, environment: devices.environment)
      // Latencies are of the clock on the wall.
      return run.output.replacing(/"latency.*$/.anchorsMatchLineEndings(), with: "")
    }
    #expect(runs[0] == runs[1] && runs[0].contains("\"event\": \"partial\""))
  }

  /// Nobody there: the sound alone decides, and the reason is said once.
  @Test(.enabled(if: Model.isThere, Model.comment)) func anUpstreamRecogniserThatIsNotThereChangesNothing() throws {
    let devices = try SoundDevices(sound: Self.sound(of: Array(Self.clips.prefix(2))))
    let options = ["--device", "filemic", "--seconds", "8", "--json"]
    let address = "tcp://127.0.0.1:\(try FakeServer.unusedPort())"
    let run = try AttuneProcess(
      ["listen"] + Self.commands + options + ["--transcriber", address], environment: devices.environment)
    let alone = try AttuneProcess(["listen"] + Self.commands + options, environment: devices.environment)
    #expect(try Self.results(run.output).map(Self.meaning) == Self.results(alone.output).map(Self.meaning))
    let told = run.errors.split(separator: "\n").filter { $0.contains(address) }
    #expect(told == ["attune: \(address) cannot be reached: Connection refused; the sound alone decides"])
  }

  @Test(
    .enabled(if: Model.isThere, Model.comment),
    .enabled(if: WyomingPeer.isAvailable, "no Python has the package wyoming, and it cannot be had from PyPI"),
    arguments: ["late", "attention"])
  func anUpstreamRecogniserJoinsTheSound(fusion: String) throws {
    let peer = try WyomingPeer("Make me a double espresso.")
    let devices = try SoundDevices(sound: Self.sound(of: Array(Self.clips.prefix(1))))
    let run = try AttuneProcess(
      ["listen"] + Self.commands
        + ["--device", "filemic", "--seconds", "4", "--json", "--transcriber", "tcp://127.0.0.1:\(peer.port)"]
        + ["--fusion", fusion],
      environment: devices.environment)
    #expect(try Self.results(run.output).map { $0["words"] as? String } == ["make me a double espresso"])
    #expect(!run.errors.contains("the sound alone decides"))
    withExtendedLifetime(peer) {}
  }

  /// Commands before an overrun, between two, and after them are understood; the overruns are counted and seen as gaps.
  @Test(.enabled(if: Model.isThere, Model.comment)) func anOverrunIsRecoveredFrom() throws {
    let clip = "synthetic-espeak-lights-on-kitchen.flac"
    let devices = try SoundDevices(sound: Self.sound(of: [clip, clip, clip]))
    // A read gives 20 ms; a clip and its pause last 3.8 s, of which the last 1.5 s are silent.
    let run = try AttuneProcess(
      ["listen"] + Self.commands + ["--device", "filemic", "--seconds", "11", "--json"],
      environment: devices.overruns(at: [200, 390]))
    #expect(run.status == 0)
    let records = try run.records()
    #expect(try Self.results(run.output).map { $0["intent"] as? String } == ["setLight", "setLight", "setLight"])
    #expect(records.filter { $0["state"] as? String == "overrun" }.count == 2)
    #expect(records.filter { $0["event"] as? String == "gap" }.count == 2)
    #expect(records.last?["overruns"] as? Int == 2 && records.last?["gaps"] as? Int == 2)
  }

  @Test func aDeviceOf44100HertzInStereoIsHeard() throws {
    let devices = try SoundDevices()
    let run = try AttuneProcess(
      ["listen"] + Self.commands + ["--device", "fixed", "--seconds", "1"], environment: devices.environment)
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(run.errors.contains("listening to fixed: 44100 Hz, S16_LE, 2 channels"))
  }

  @Test func devicesAreListed() throws {
    let devices = try SoundDevices()
    let run = try AttuneProcess(["devices", "--json"], environment: devices.environment)
    let fixed = try #require(run.records().first { $0["device"] as? String == "fixed" })
    #expect(fixed["channels"] as? [Int] == [2, 2] && (fixed["formats"] as? [String])?.contains("S16_LE") == true)
    #expect(try AttuneProcess(["devices"], environment: devices.environment).output.contains("\nfixed\n"))
  }

  @Test func aWrongNameIsTold() throws {
    let run = try AttuneProcess(["listen"] + Self.commands + ["--device", "no-such-device"])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("attune: no-such-device: no such capture device: "))
  }

  @Test(.enabled(if: Model.isThere, Model.comment), .enabled(if: SoundDevices.hasPulseAudio, pulse))
  func commandsAreUnderstoodInRealTime() throws {
    let devices = try SoundDevices()
    try devices.startServer()
    let run = try AttuneProcess.start(
      ["listen"] + Self.commands + ["--device", "pulsemic", "--json"], environment: devices.environment)
    #expect(run.waits { $0.output.contains("listening") })
    let clip = "synthetic-espeak-lights-on-kitchen.flac"
    for count in 1...2 {
      try devices.play("\(AttuneProcess.root)/Fixtures/\(clip)")
      #expect(run.waits { (try? Self.results($0.output).count) == count })
    }
    run.interrupt()
    #expect(run.finish() == 0)
    let batch = try AttuneProcess(["score"] + Self.commands + ["Fixtures/\(clip)"]).records()
    #expect(try Self.results(run.output).map(Self.meaning) == [batch[0], batch[0]].map(Self.meaning))
    #expect(run.errors.contains("2 heard, 2 understood, 0 rejected; 0 overruns"))
  }

  @Test(.enabled(if: Model.isThere, Model.comment), .enabled(if: SoundDevices.hasPulseAudio, pulse))
  func aDeviceThatDisappearsIsWaitedFor() throws {
    let devices = try SoundDevices()
    try devices.startServer()
    let run = try AttuneProcess.start(
      ["listen"] + Self.commands + ["--device", "pulsemic", "--json"], environment: devices.environment)
    #expect(run.waits { $0.output.contains("listening") })
    let clip = "\(AttuneProcess.root)/Fixtures/synthetic-espeak-lights-on-kitchen.flac"
    try devices.play(clip)
    #expect(run.waits { (try? Self.results($0.output).count) == 1 })
    devices.stopServer()
    #expect(run.waits { $0.output.contains("\"state\": \"lost\"") })
    try devices.startServer()
    #expect(run.waits { $0.output.contains("\"state\": \"found\"") })
    try devices.play(clip)
    #expect(run.waits { (try? Self.results($0.output).count) == 2 })
    run.interrupt()
    #expect(run.finish() == 0)
    #expect(try Self.results(run.output).map { $0["intent"] as? String } == ["setLight", "setLight"])
    #expect(run.output.contains("\"event\": \"gap\""))
    #expect(run.errors.contains("the device was lost 1 times"))
  }
}
