import Foundation
import HomePeer
import TestSupport
import Testing
import WyomingPeer

@Suite struct HomeAssistantCommandTests {
  private static let sentences = """
    intents:
      light: {data: [{sentences: ["turn on {name}"], requires_context: {domain: light}}, {sentences: ["stop"]}]}
    """

  private static func token(_ text: String, in folder: TemporaryFolder) throws -> String {
    let path = try folder.write(Array("\(text)\n".utf8), to: "token")
    #expect(chmod(path, 0o600) == 0)
    return path
  }

  /// Runs the executable on a thread of its own: a server in this process needs those of tasks.
  private static func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> AttuneProcess {
    try await onThread { Result { try AttuneProcess(arguments, environment: environment) } }.get()
  }

  @Test func namesAreWritten() async throws {
    let folder = try TemporaryFolder()
    let fake = try await FakeHome()
    fake.change {
      $0.results["get_states"] = """
        [{"entity_id": "light.a", "attributes": {"friendly_name": "Reading Lamp \\u001b[31m"}},
         {"entity_id": "light.b", "attributes": {"friendly_name": "灯"}}]
        """
      $0.results["homeassistant/expose_entity/list"] =
        #"{"exposed_entities": {"light.a": {"conversation": true}, "light.b": {"conversation": true}}}"#
    }
    let (token, names) = (try Self.token("a-good-token", in: folder), "\(folder.path)/names.yaml")
    let url = ["home-assistant", "--url", "http://localhost:\(fake.port)"]
    let run = try await Self.run(url + ["--token-file", token, "--output", names])
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(
      run.errors == """
        attune: 2 names of 2 entities, 2 names of areas, 2 names of floors; 1 name left out
        attune: left out: light.b '灯': '灯' cannot be said in English

        """)
    let text = try String(contentsOfFile: names, encoding: .utf8)
    #expect(text.contains(#"in: "Reading Lamp \\[31m""#) && text.contains(#"in: "big light""#))
    let sentences = try folder.write(Array(Self.sentences.utf8), to: "sentences.yaml")
    let check = try await Self.run(["check", "--quick", sentences, names])
    #expect(check.status == 0, "\(check.errors)")
    // The same on standard output, with the token in the environment.
    let other = try await Self.run(url, ["ATTUNE_HOME_ASSISTANT_TOKEN": "a-good-token"])
    #expect(other.status == 0 && other.output == text)
  }

  @Test func whatIsWrongIsTold() async throws {
    let folder = try TemporaryFolder()
    let fake = try await FakeHome()
    let (token, names) = (try Self.token("a-wrong-token", in: folder), "\(folder.path)/names.yaml")
    let port = try FakeServer.unusedPort()
    for (url, problem) in [
      ("http://localhost:\(fake.port)", "the token is not valid"),
      ("http://localhost:\(fake.port)/x", "no Home Assistant there: HTTP status 404"),
      ("http://localhost:\(port)", "cannot be reached: Connection refused"),
    ] {
      let run = try await Self.run(["home-assistant", "--url", url, "--token-file", token, "--output", names])
      #expect(run.status == 2 && run.output.isEmpty && run.errors == "attune: \(url): \(problem)\n")
    }
    #expect(!FileManager.default.fileExists(atPath: names))
    let url = ["--url", "http://localhost:\(fake.port)"]
    let none = try await Self.run(["home-assistant"] + url)
    #expect(none.status == 2 && none.errors.hasPrefix("attune: ATTUNE_HOME_ASSISTANT_TOKEN: no token: "))
    let missing = try await Self.run(["home-assistant", "--token-file", "/no/such"] + url)
    #expect(missing.status == 2 && missing.errors.hasPrefix("attune: /no/such: no token: "))
    let malformed = try await Self.run(["home-assistant", "--url", "localhost", "--token-file", token])
    #expect(malformed.status == 64)
  }

  private static func start(
    _ folder: TemporaryFolder, _ port: Int, _ token: String
  ) async throws -> AttuneProcess.Running {
    let sentences = try folder.write(Array(sentences.utf8), to: "sentences.yaml")
    let run = try AttuneProcess.start([
      "serve", "--listen", "tcp://127.0.0.1:0", "--commands", sentences, "--home-assistant", "http://localhost:\(port)",
      "--home-assistant-token-file", token, "--home-assistant-names", "\(folder.path)/names.yaml",
    ])
    #expect(await waits(run) { $0.output.contains("listening on ") }, "\(run.errors)")
    return run
  }

  private static func waits(
    _ run: AttuneProcess.Running, seconds: Double = 120, until condition: (AttuneProcess.Running) -> Bool
  ) async -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if condition(run) { return true }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return condition(run)
  }

  /// What a server understands in a text: a line of `attune send`.
  private static func meaning(of text: String, _ run: AttuneProcess.Running) async throws -> String {
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("listening on ") } ?? ""
    return try await self.run(["send", "--host", String(line.dropFirst(13)), "--text", text]).output
  }

  /// A change is understood soon; while nobody is there the last names stay in force.
  @Test(.enabled(if: Model.isThere, Model.comment)) func aServerKeepsItsNamesFresh() async throws {
    let folder = try TemporaryFolder()
    let fake = try await FakeHome()
    let token = try Self.token("a-good-token", in: folder)
    let run = try await Self.start(folder, fake.port, token)
    #expect(try await Self.meaning(of: "turn on reading lamp", run).contains("name=Reading Lamp"))
    #expect(await Self.waits(run) { _ in fake.requests.contains("subscribe_events") })
    fake.change {
      $0.results["get_states"] = #"[{"entity_id": "light.a", "attributes": {"friendly_name": "Ceiling Fan"}}]"#
    }
    fake.tell(#"{"id": 3, "type": "event", "event": {"event_type": "entity_registry_updated"}}"#)
    #expect(await Self.waits(run) { $0.errors.contains("commands loaded anew") }, "\(run.errors)")
    #expect(try await Self.meaning(of: "turn on ceiling fan", run).contains("name=Ceiling Fan"))
    #expect(!(try await Self.meaning(of: "turn on reading lamp", run)).contains("name="))
    fake.change { $0.closesAt = "auth" }
    fake.hangUp()
    #expect(await Self.waits(run) { $0.errors.contains("the last names stay in force") })
    #expect(try await Self.meaning(of: "turn on ceiling fan", run).contains("name=Ceiling Fan"))
    #expect(await Self.waits(run) { _ in fake.connections >= 4 })
    #expect(run.errors.components(separatedBy: "the last names stay in force").count == 2, "\(run.errors)")
    fake.change { $0.closesAt = nil }
    #expect(await Self.waits(run) { $0.errors.contains("reached again") })
    #expect(!run.errors.contains("a-good-token") && !run.output.contains("a-good-token"))
    run.send(SIGTERM)
    #expect(run.finish() == 0)
  }

  /// A server begins with the last names while nobody is there, and without names where there were none.
  @Test(.enabled(if: Model.isThere, Model.comment)) func aServerBeginsByItself() async throws {
    let folder = try TemporaryFolder()
    let port = try FakeServer.unusedPort()
    let token = try Self.token("a-good-token", in: folder)
    let run = try await Self.start(folder, port, token)
    #expect(await Self.waits(run) { $0.errors.contains("cannot be reached: Connection refused; the last names") })
    #expect(run.errors.contains("no names yet; they are waited for"))
    #expect(try await Self.meaning(of: "stop", run).contains("light"))
    run.interrupt()
    #expect(run.finish() == 0)
    let fake = try await FakeHome()
    let written = try await Self.run([
      "home-assistant", "--url", "http://localhost:\(fake.port)", "--token-file", token, "--output",
      "\(folder.path)/names.yaml",
    ])
    #expect(written.status == 0)
    let other = try await Self.start(folder, port, token)
    #expect(try await Self.meaning(of: "turn on big light", other).contains("name=big light"))
    #expect(!other.errors.contains("no names yet"))
    other.interrupt()
    #expect(other.finish() == 0)
  }

  @Test(arguments: [
    (["--home-assistant", "http://a"], "--home-assistant-names is needed"),
    (["--home-assistant-names", "n.yaml"], "--home-assistant is needed"),
    (["--home-assistant", "a:8123", "--home-assistant-names", "n.yaml"], "--home-assistant"),
  ])
  func optionsThatDoNotFitAreRefused(options: [String], problem: String) throws {
    let run = try AttuneProcess(["serve", "--commands", "config/lights.yaml"] + options)
    #expect(run.status != 0 && run.errors.contains(problem), "\(run.errors)")
  }
}
