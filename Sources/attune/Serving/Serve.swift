import ArgumentParser
import Capture
import Commands
import Console
import Glibc
import Lexicon
import Logging
import Monitoring
import Recognition
import Service
import ServiceLifecycle
import UnixSignals
import Upstream

/// `attune serve`: commands for programs that connect.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves programs that send sound, transcripts or both, and tells them what was said.",
    discussion: """
      Speaks the Wyoming protocol, so that Home Assistant and Rhasspy connect as to any speech service, and so does nc: \
      an event is a line of JSON. A client that sends:

      'transcribe' and sound is sent a 'transcript' of the first command; a text ('transcript' or 'recognize') without \
      sound, its 'intent' or 'not-recognized'; 'detect' and sound that goes on, 'detection' beside all that follows; sound \
      alone, 'voice-started', 'voice-stopped', 'transcript', and 'intent' or 'not-recognized' for every utterance.

      Sound and a transcript of it may come over one connection in any order and are understood together. A transcript \
      that follows 'audio-start', 'transcribe' or 'detect' joins the utterance that has not been answered. It is waited \
      for, 5 s at most after the end of speech, where pieces of it ('transcript-chunk') have come, or where \
      'transcribe', 'recognize' or 'detect' says "transcript": "expected" in its context. A transcript that comes first says \
      "audio": "expected" in its own. A text without sound is taken at its word unless its context says "text": "heard", as a \
      recogniser's transcript does. "partial": true asks for 'intent-partial' events.

      What is in the configuration file the command line overrides. SIGHUP and a change of a command file load the commands \
      anew; SIGTERM and Ctrl-C end gracefully, within the configuration file's 'shutdown', and a second one at once. \
      Standard output has a line for each address: listening on tcp://127.0.0.1:10400.

      Exit status: 0 when it was ended; 2 when it could not serve; 64 for a mistake on the command line.
      """)

  @OptionGroup var options: ServeOptions

  func run() async throws {
    do {
      MemoryReturn.prepare()
      let watchdog = StopWatchdog()
      watchdog.watch()
      let setup = try options.setup()
      let logger = Self.logger()
      for warning in setup.warnings { logger.warning("\(warning)") }
      Self.raiseFileLimit()
      let readiness = Readiness()
      let metrics = setup.metrics.map { MetricsService(at: $0, readiness: readiness) }
      let names = setup.home.map { HomeNames($0, logger: logger) }
      try await names?.prepare()
      // While the commands are compiled, the networks are read.
      async let compiled = CommandLibrary { try setup.commands() }
      let networks = try setup.console.map { _ in try ConsoleNetworks() }
      let secondEars = try Self.secondEars(setup, networks, logger)
      let ears = try networks.map { setup.encoder == .whole ? $0.whole : $0.streaming } ?? setup.encoder.ears()
      let library = try await compiled
      let console = try setup.console.flatMap { page in
        try networks.map { try ServedConsole(page, files: setup.commandFiles, library: library, networks: $0) }
      }
      let engine = Engine(
        ears: ears, secondEars: secondEars, library: library, patience: setup.patience,
        threads: JobOptions.processors, answered: console?.watcher)
      defer { engine.stop() }
      let services = try services(setup, engine, metrics, names, console, readiness, logger)
      var configuration = ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(logger))
      configuration.maximumGracefulShutdownDuration = .seconds(setup.server.limits.shutdown + 0.5)
      watchdog.serve(grace: .seconds(setup.server.limits.shutdown + 1))
      try await ServiceGroup(configuration: configuration).run()
      if let failure = Announcement.failure { throw failure }
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }

  /// What hears again, by whom the sound is meant for; loaded for the first sound that needs it.
  ///
  /// - Parameter networks: those that are there already; nil for none.
  private static func secondEars(
    _ setup: ServeSetup, _ networks: ConsoleNetworks?, _ logger: Logger
  ) throws -> @Sendable (HearingMode) -> SecondEars? {
    // A server without them is not to find that out hours later.
    for encoder in EncoderOption.allCases { _ = try encoder.weights() }
    let note: @Sendable (String) -> Void = { logger.error("\($0)") }
    let there = networks.map { SecondEars(setup.encoder == .whole ? $0.streaming : $0.whole) }
    func ears(_ mode: HearingMode) -> SecondEars? {
      setup.encoder.secondEars(mode, note: note).map { there ?? $0 }
    }
    let overheard = ears(.overheard)
    let addressed = setup.secondOpinion ? overheard ?? ears(.addressed) : nil
    return { $0 == .overheard ? overheard : addressed }
  }

  /// What runs until the server ends: whatever else is to run beside it is added here.
  private func services(
    _ setup: ServeSetup, _ engine: Engine, _ metrics: MetricsService?, _ names: HomeNames?, _ console: ServedConsole?,
    _ readiness: Readiness, _ logger: Logger
  ) throws -> [any Service] {
    let upstream = setup.upstream.map { UpstreamTranscriber($0, logger: logger) }
    let room = try setup.microphone.map { device in
      try Room(
        Microphone(device: device) { logger.warning("\(device): \($0)") }, engine: engine,
        segment: setup.server.limits.segment)
    }
    let network = setup.announces ? NetworkAnnouncement(logger: logger) : nil
    let server = SpeechServer(setup.server, engine: engine, upstream: upstream, room: room, logger: logger) { address in
      readiness.becomeReady()
      Announcement.line("listening on \(address)")
      network?.announce(address)
    }
    let watcher = CommandWatcher(engine, files: setup.commandFiles, logger: logger)
    // The first one ends last.
    let services: [(any Service)?] = [metrics, watcher, names, room, network, console, server, metrics?.announcement]
    return services.compactMap(\.self)
  }

  private static func logger() -> Logger {
    LoggingSystem.bootstrap { PrintableLogHandler(StreamLogHandler.standardError(label: $0)) }
    return Logger(label: "attune")
  }

  /// The lifecycle tells every step; what it has to say of interest is an error.
  private static func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = .error
    return logger
  }

  /// A client is a file to the system, which allows few by default.
  private static func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
