import Aligner
import Capture
import Commands
import Foundation
import Lexicon
import Logging
import Recognition
import Service
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct HostilityTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let isOptimised = !_isDebugAssertConfiguration()
  static let isLongRun = sessions >= 10_000
  /// `ATTUNE_FUZZ_SESSIONS=10000 swift test -c release --filter HostilityTests` is the long run.
  static let sessions = count("ATTUNE_FUZZ_SESSIONS", or: 1000)

  /// How many inputs an environment variable asks for.
  static func count(_ variable: String, or usual: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? usual
  }

  /// Whether a test is run: without optimisation only where it is asked for.
  static func isEnabled(by variable: String) -> Bool {
    isOptimised || ProcessInfo.processInfo.environment[variable] != nil
  }

  /// Four clients at a time send mutated sessions, while another one asks and is answered on time.
  @Test(
    .enabled(if: isEnabled(by: "ATTUNE_FUZZ_SESSIONS"), "recognition is slow without optimisation: see `make test`"),
    .timeLimit(.minutes(30)))
  func mutatedSessionsHarmNobody() async throws {
    try await Self.withServer { port in
      let samples = try SoundFile.samples(of: "\(Self.root)/Fixtures/synthetic-espeak-lights-on-kitchen.flac")
      let sound = SpeechChunks(samples).flatMap(\.samples)
      let isOver = Atomic(false)
      let witness = Witness(port: port)
      let calm = try await witness.ask(times: 300)
      let (files, memory) = (Self.openFiles, Self.residentMebibytes)
      async let disturbed = witness.ask { isOver.load(ordering: .relaxed) }
      let hangs = await Self.attack(port: port, sound: sound)
      isOver.store(true, ordering: .relaxed)
      let latencies = try await disturbed
      #expect(hangs == 0)
      print(
        "\(Self.sessions) mutated sessions: asked meanwhile \(latencies.count) times, p99 \(latencies.p99) ms"
          + " (undisturbed \(calm.p99) ms), memory \(memory) to \(Self.residentMebibytes) MiB")
      // Where both are small, the machine's other work is larger than either; the short run only tells late from never.
      #expect(latencies.p99 <= (Self.isLongRun ? max(2 * calm.p99, 100) : max(5 * calm.p99, 1000)))
      #expect(memory > 0 && Self.residentMebibytes - memory < 64)
      // Connections end a little after their clients.
      for _ in 0..<100 where Self.openFiles > files { try await Task.sleep(for: .milliseconds(100)) }
      #expect(Self.openFiles <= files)
    }
  }

  /// - Returns: how many polite clients were not answered to the end.
  static func attack(port: Int, sound: [UInt8]) async -> Int {
    await withTaskGroup(of: Int.self) { group in
      for thread in 0..<4 {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: attack(port: port, sound: sound, thread: thread)) }
          }
        }
      }
      return await group.reduce(0, +)
    }
  }

  private static func attack(port: Int, sound: [UInt8], thread: Int) -> Int {
    var mutator = SessionMutator(seed: UInt64(thread), sound: sound)
    var hangs = 0
    for index in 0..<sessions / 4 {
      let portions = mutator.portions(of: mutator.session())
      let ending = HostileClient.Ending.allCases[index % 3]
      if !HostileClient(port: port).run(portions, ending: ending) { hangs += 1 }
    }
    return hangs
  }
}

extension HostilityTests {
  /// Runs a server on the loopback while the body runs.
  static func withServer(_ body: (_ port: Int) async throws -> Void) async throws {
    let engine = try Engine(
      ears: Ears(model: StreamingModel()),
      library: CommandLibrary { try CommandSet(contentsOf: ["\(root)/config/lights.yaml"]) }, threads: 2)
    var configuration = SpeechServer.Configuration(addresses: [.tcp(host: "127.0.0.1", port: 0)], version: "1.0.0")
    configuration.limits.idle = 10
    let (addresses, continuation) = AsyncStream<ListenAddress>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = SpeechServer(configuration, engine: engine, logger: logger) {
      continuation.yield($0)
    }
    let group = ServiceGroup(services: [server], logger: logger)
    async let run: Void = group.run()
    for await case .tcp(_, let port) in addresses {
      try await body(port)
      break
    }
    await group.triggerGracefulShutdown()
    try await run
  }

  static var openFiles: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }

  static var residentMebibytes: Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return ((fields.dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())) >> 20
  }
}
