import Capture
import Foundation
import TestSupport
import Testing
import WyomingPeer

@Suite(.enabled(if: Model.isThere, Model.comment)) struct ServeTests {
  private static let python: Comment = "no Python has the package wyoming, and it cannot be had from PyPI"

  /// A server that listens on a port of the system's choice.
  private static func start(_ arguments: [String]) throws -> (run: AttuneProcess.Running, address: String) {
    let run = try AttuneProcess.start(["serve", "--listen", "tcp://127.0.0.1:0"] + arguments)
    #expect(run.waits(seconds: 60) { $0.output.contains("listening on ") })
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("listening on ") } ?? ""
    return (run, String(line.dropFirst("listening on ".count)))
  }

  /// A server with a page: the address of the server, and the port of the page.
  private static func startConsole(
    _ arguments: [String]
  ) throws -> (run: AttuneProcess.Running, address: String, port: Int) {
    let (run, address) = try start(arguments + ["--console", "127.0.0.1:0"])
    #expect(run.waits(seconds: 60) { $0.output.contains("console at ") })
    let port = run.output.firstMatch(of: /console at http:\/\/127\.0\.0\.1:(\d+)\/\n/).flatMap { Int($0.1) }
    return (run, address, try #require(port))
  }

  /// Commands are written and watched on a page of the server, which shows what clients say where that is wanted.
  @Test func aServerMayHaveAPage() async throws {
    let folder = try TemporaryFolder()
    let lights = "intents: {light: {data: [{sentences: ['turn on the kitchen lights']}]}}"
    let file = try folder.write(Array(lights.utf8), to: "lights.yaml")
    let (run, address, port) = try Self.startConsole(["--commands", file, "--watch-clients"])
    func send(_ arguments: String...) async throws -> String {
      let all = ["send", "--host", address] + arguments
      return try await onThread { Result { try AttuneProcess(all).output } }.get()
    }
    let page = try await PageClient(port: port)
    #expect(await page.ask("{\"type\": \"hello\"}", until: "\"utterances\"").contains("lights.yaml"))
    _ = try await send("--text", "turn on the kitchen lights")
    let text = await page.answer(until: "\"counts\"")
    #expect(text.contains("\"source\": \"client\"") && text.contains("\"accepted\": true"))
    _ = try await send("Fixtures/synthetic-espeak-lights-on-kitchen.flac")
    let sound = await page.answer(until: "\"counts\"")
    #expect(sound.contains("\"source\": \"client\"") && sound.contains("\"accepted\": true"))
    _ = try await send("--text", "turn on the chicken lights")
    let refused = await page.answer(until: "\"counts\"")
    #expect(refused.contains("“chicken” stands where") && refused.contains("\"rejected\": 1"))
    // What is saved is in force for clients.
    let attic = lights.replacing("kitchen", with: "attic")
    let saved = await page.ask(
      "{\"type\": \"save\", \"file\": 0, \"version\": 0, \"text\": \"\(attic)\"}", until: "\"saved\"")
    #expect(saved.contains("\"version\": 1"))
    #expect(try await send("--text", "turn on the attic lights").hasPrefix("light"))
    run.send(SIGTERM)
    #expect(run.waits { !$0.isRunning } && run.finish() == 0)
  }

  /// Without being asked it shows nothing of them.
  @Test func aPageDoesNotWatchClientsUnasked() async throws {
    let (run, address, port) = try Self.startConsole(["--commands", "config/lights.yaml"])
    let arguments = ["send", "--host", address, "--text", "turn on the kitchen lights"]
    let answer = try await onThread { Result { try AttuneProcess(arguments).output } }.get()
    #expect(answer.hasPrefix("setLight"))
    let page = try await PageClient(port: port)
    #expect(await page.ask("{\"type\": \"hello\"}", until: "\"utterances\"").contains("\"heard\": 0"))
    run.send(SIGTERM)
    #expect(run.waits { !$0.isRunning } && run.finish() == 0)
  }

  /// Home Assistant's flows, through the client that it uses.
  @Test(.enabled(if: WyomingPeer.isAvailable, python)) func theReferenceClientIsServed() throws {
    let folder = try TemporaryFolder()
    let wake = "intents: {computer: {wake: true, data: [{sentences: ['hey (computer|attune)']}]}}\n"
    let file = try folder.write(Array(wake.utf8), to: "wake.yaml")
    let (run, address) = try Self.start(["--commands", "config/lights.yaml", "--commands", file])
    let samples = try SoundFile.samples(
      of: "\(AttuneProcess.root)/Fixtures/synthetic-espeak-lights-on-kitchen.flac")
    let recording = try folder.write(wav: samples, to: "speech.wav")
    let text = "turn on the kitchen lights"
    let (output, errors) = try WyomingPeer.client(of: address, recording: recording, text: text)
    #expect(errors.isEmpty)
    let flows = try AttuneProcess.records(in: output).reduce(into: [:]) { $0[$1["flow"] as? String ?? ""] = $1 }
    #expect(flows.count == 8)
    let intent = ["state": "on", "room": "kitchen"]
    #expect(flows["describe"]?["asr"] as? Int == 1 && flows["describe"]?["vad"] as? Bool == false)
    #expect(flows["describe"]?["wake"] as? [[String]] == [["computer", "hey computer"]])
    #expect(flows["ping"]?["text"] as? String == "x" && flows["stt"]?["text"] as? String == text)
    for flow in ["conversation", "fused"] {
      #expect(flows[flow]?["name"] as? String == "setLight" && flows[flow]?["entities"] as? [String: String] == intent)
    }
    #expect(flows["conversation"]?["context"] as? [String: String] == ["conversation_id": "c"])
    #expect(flows["nothing"]?["type"] as? String == "not-recognized")
    #expect(flows["wake"]?["name"] as? String == "setLight" && flows["wake"]?["timestamp"] as? Int ?? 0 > 1000)
    #expect(flows["asleep"]?["type"] as? String == "not-detected")
    #expect(flows["fused"]?["words"] as? String == text && flows["fused"]?["speech"] as? Int ?? 0 > 1000)
    run.send(SIGTERM)
    #expect(run.finish() == 0)
    #expect(run.errors.isEmpty)
  }

  /// A server that others can reach is announced for as long as it runs, one that only this machine can reach is not.
  @Test(arguments: [("0.0.0.0", [], true), ("127.0.0.1", [], false), ("0.0.0.0", ["--no-announce"], false)])
  func theNetworkIsTold(host: String, options: [String], isTold: Bool) throws {
    let folder = try TemporaryFolder()
    // The thread that starts it may have all signals blocked, which it inherits.
    let script = """
      #!/bin/sh
      echo $$ "$@" > "\(folder.path)/told"
      exec python3 -c 'import signal, time
      signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
      time.sleep(600)'
      """
    let program = try folder.write(Array(script.utf8), to: "avahi-publish")
    #expect(chmod(program, 0o755) == 0)
    let run = try AttuneProcess.start(
      ["serve", "--insecure", "--listen", "tcp://\(host):0", "--commands", "config/lights.yaml"] + options,
      environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
    #expect(run.waits(seconds: 60) { $0.output.contains("listening on ") })
    let port = run.output.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    func told() -> String { (try? String(contentsOfFile: "\(folder.path)/told", encoding: .utf8)) ?? "" }
    if isTold { #expect(run.waits { _ in told().hasSuffix("_wyoming._tcp \(port)\n") }, "\(told())") }
    run.send(SIGTERM)
    #expect(run.finish() == 0)
    let child = told().prefix { $0 != " " }
    #expect(child.isEmpty != isTold)
    if isTold { #expect(!FileManager.default.fileExists(atPath: "/proc/\(child)/stat"), "\(told())") }
    #expect(!run.errors.contains("what was not finished"))
  }

  @Test func commandsAreLoadedAnew() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/commands.yaml"
    func write(_ sentence: String) throws {
      try folder.write(Array("intents: {a: {data: [{sentences: [\(sentence)]}]}}\n".utf8), to: "commands.yaml")
    }
    try write("open the door")
    let (run, _) = try Self.start(["--commands", file])
    // A file that cannot be used is told with its place.
    try write("\"open (the door\"")
    #expect(run.waits { $0.errors.contains("the old commands stay in force: \(file):1:") })
    try write("close the window")
    #expect(run.waits { $0.errors.contains("commands loaded anew: a file changed") })
    run.send(SIGHUP)
    #expect(run.waits { $0.errors.contains("commands loaded anew: SIGHUP") })
    run.interrupt()
    #expect(run.finish() == 0)
  }

  /// Files that take long to load delay no end, neither the first time nor when they are loaded anew.
  @Test func whatIsLoadingDoesNotDelayTheEnd() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Array("intents: {a: {data: [{sentences: [go]}]}}\n".utf8), to: "commands.yaml")
    let (run, _) = try Self.start(["--commands", file])
    let values = (0..<3_000).map { "value \($0) of \(7 * $0)" }.joined(separator: ", ")
    let sentences = (0..<30).map { "'do \($0) {v} and {v} or {v}'" }.joined(separator: ", ")
    try folder.write(
      Array("intents: {a: {data: [{sentences: [\(sentences)]}]}}\nlists: {v: {values: [\(values)]}}\n".utf8),
      to: "commands.yaml")
    // The file is looked at once a second.
    Thread.sleep(forTimeInterval: 1.1)
    let first = try AttuneProcess.start(["serve", "--listen", "tcp://127.0.0.1:0", "--commands", file])
    #expect(first.waits(seconds: 60) { $0.handles(SIGTERM) })
    Thread.sleep(forTimeInterval: 0.3)
    for run in [run, first] {
      let start = Date.now
      run.send(SIGTERM)
      let status = run.finish()
      #expect(Date.now.timeIntervalSince(start) < 8)
      // A machine that is fast enough finds the file too large before the signal comes; loading that is given up is no mistake
      // of the file.
      let isRefused = run.errors.contains("too large")
      #expect(status == 0 || (isRefused && status == 2))
      #expect(isRefused || run.errors.isEmpty)
    }
  }

  /// What the configuration file says, the command line overrides.
  @Test func theConfigurationIsRead() throws {
    let folder = try TemporaryFolder()
    let config = try folder.write(
      Array("listen: [\"tcp://127.0.0.1:0\", unix://\(folder.path)/a.sock]\ncommands: config/lights.yaml\n".utf8),
      to: "attune.yaml")
    let run = try AttuneProcess.start(["serve", "--config", config])
    #expect(run.waits(seconds: 60) { $0.output.contains("listening on unix://\(folder.path)/a.sock\n") })
    #expect(run.output.hasPrefix("listening on tcp://127.0.0.1:"))
    let (other, _) = try Self.start(["--config", config])
    other.interrupt()
    #expect(other.finish() == 0 && !other.output.contains("unix"))
    run.send(SIGTERM)
    #expect(run.finish() == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/a.sock"))
  }

  /// One that is asked twice goes at once, as one that does not know the signal.
  @Test(arguments: [SIGTERM, SIGINT]) func aSecondSignalEndsAtOnce(signal: Int32) throws {
    let (run, address) = try Self.start(["--commands", "config/lights.yaml"])
    let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
    let socket = try RawSocket(port: port)
    // Sound that goes on keeps the server for some seconds.
    let chunk =
      "{\"type\":\"audio-chunk\",\"data\":{\"rate\":16000,\"width\":2,\"channels\":1},\"payload_length\":3200}\n"
    func sound() { socket.send(Array(chunk.utf8) + [UInt8](repeating: 0, count: 3200)) }
    sound()
    usleep(500_000)
    run.send(signal)
    let isThere = !run.waits(seconds: 0.5) { run in
      sound()
      return !run.isRunning
    }
    #expect(isThere)
    let start = ContinuousClock.now
    run.send(signal)
    // A server that ends in good order ends with 0.
    #expect(run.finish() == signal && ContinuousClock.now - start < .seconds(20))
  }

  /// Nothing is lost by ending what has not begun.
  @Test func aSignalWhileCommandsLoadEndsWell() throws {
    let run = try AttuneProcess.start(["serve", "--commands", "config/lights.yaml", "--listen", "tcp://127.0.0.1:0"])
    usleep(100_000)
    run.send(SIGTERM)
    let start = ContinuousClock.now
    #expect([0, SIGTERM].contains(run.finish()) && ContinuousClock.now - start < .seconds(20) && run.output.isEmpty)
  }

  /// More clients than the system has descriptors: those who are too many are told, and nobody is busy with them.
  @Test func descriptorsAreNotAllThereIs() throws {
    let run = try AttuneProcess.start(
      ["serve", "--commands", "config/lights.yaml", "--listen", "tcp://127.0.0.1:0", "--metrics", "127.0.0.1:0"],
      descriptors: 64)
    #expect(run.waits(seconds: 60) { $0.output.contains("listening") && $0.output.contains("metrics") })
    func port(_ word: String) throws -> Int {
      let line = try #require(run.output.split(separator: "\n").first { $0.hasPrefix(word) })
      return try #require(line.split { !$0.isNumber }.last.flatMap { Int($0) })
    }
    var sockets = try (0..<80).map { _ in try RawSocket(port: try port("listening")) }
    sockets += try (0..<40).map { _ in try RawSocket(port: try port("metrics")) }
    usleep(500_000)
    let before = run.processorSeconds
    usleep(1_000_000)
    #expect(run.processorSeconds - before < 0.3)
    #expect(run.errors.contains("descriptors for"))
    sockets = []
    #expect(
      run.waits { _ in
        guard let socket = try? RawSocket(port: port("listening")) else { return false }
        socket.send("{\"type\":\"ping\"}\n")
        socket.finish()
        return socket.receiveAll().text.contains("pong")
      })
    run.send(SIGTERM)
    #expect(run.finish() == 0)
  }

  /// What may not have been meant is said, and done.
  @Test func openDoorsAreTold() throws {
    let folder = try TemporaryFolder()
    let token = try folder.write(Array("secret\n".utf8), to: "token")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: token)
    let (run, _) = try Self.start(
      ["--commands", "config/lights.yaml", "--token-file", token, "--metrics", "0.0.0.0:0"])
    #expect(run.errors.contains("\(token): everybody on this machine can read it (mode 0644)"))
    #expect(run.errors.contains("metrics on 0.0.0.0"))
    run.send(SIGTERM)
    #expect(run.finish() == 0)
  }
}
