import ArgumentParser
import AttuneClient
import Glibc
import Wire

/// Measures how many real-time streams a server understands on time.
@main struct ServiceLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Adds real-time streams to a server until the 95th percentile of its latency passes a limit.",
    discussion: """
      Each stream is a client that speaks one command after the other in real time, in portions of 20 ms, with 1.5 s of \
      near silence behind each and up to 1 s of nothing between them. A command's latency is the time from sending the \
      portion that ended its segment, with which the server could decide that it was over, to receiving its answer. \
      Which portion that is does not depend on load; it is found before, in lockstep: a portion is sent when the server \
      has had time to answer the one before.

      The machine's other work, this program included, counts. Memory and processor time are read from /proc where --pid is \
      given.
      """)

  @Option(help: "Where the server is, on this machine: tcp://127.0.0.1:port or unix:///path.")
  var host: String

  @Option(help: "The server's process, to read its memory and processor time.")
  var pid: Int?

  @Option(help: "How many streams to begin with.") var first = 1
  @Option(help: "How many streams to add at a time.") var step = 10
  @Option(help: "The most streams.") var limit = 200
  @Option(help: "How long a number of streams is measured, in seconds.") var seconds = 20.0
  @Option(help: "The 95th percentile at which it is enough, in milliseconds.") var latency = 300.0
  @Option(help: "How many idle clients to connect at last; 0 for none.") var idle = 1000
  @Option(help: "How many of the files to use.") var files = 20

  @Argument(help: "Sound files, a command each.")
  var paths: [String]

  func validate() throws {
    guard (1...10_000).contains(limit), (1...limit).contains(first), step > 0, (0...20_000).contains(idle) else {
      throw ValidationError("--first, --step, --limit and --idle have to be sensible: at most 10,000 streams.")
    }
    guard (1...600).contains(seconds), latency > 0, files > 0 else {
      throw ValidationError("--seconds has to be between 1 and 600, --latency and --files above 0.")
    }
    guard address != nil else {
      throw ValidationError("--host has to be on this machine: 127.0.0.1, [::1] or a socket.")
    }
  }

  /// Nil for what is not of this machine: a load test is nothing to send to others.
  private var address: ServerAddress? {
    switch ServerAddress(host) {
    case .unix(let path)?: .unix(path: path)
    case .tcp(let tcp)? where ["127.0.0.1", "::1", "localhost"].contains(tcp.host): .tcp(tcp)
    default: nil
    }
  }

  func run() async throws {
    guard let address else { return }
    raiseFileLimit()
    let client = AttuneClient(address)
    let process = pid.map(ServerProcess.init)
    let commands = try await Calibration(client).commands(in: Array(paths.prefix(files)))
    guard !commands.isEmpty else {
      throw ValidationError("no file holds exactly one command that the server understands.")
    }
    print(
      "\(commands.count) of \(min(files, paths.count)) files hold one command; \(processors) cores, load of others included"
    )
    print("streams  commands  p50 ms  p95 ms  p99 ms  missed  cores  MiB")
    var best = 0
    for streams in [first] + Array(stride(from: max(step, first + 1), through: limit, by: step)) {
      let measured = try await measure(streams, client, commands, process)
      print(measured.line(streams: streams))
      // Each line when it is known, also for a file or a pipe.
      fflush(nil)
      guard measured.percentile(95) <= latency, measured.missed == 0 else { break }
      best = streams
    }
    print("\(best) streams within \(Int(latency)) ms, \(best / processors) a core")
    if idle > 0 { try await IdleClients(client, process).measure(idle) }
  }

  private func measure(
    _ streams: Int, _ client: AttuneClient, _ commands: [SpokenCommand], _ process: ServerProcess?
  ) async throws -> Measurement {
    let (start, used) = (ContinuousClock.now, process?.cpuSeconds())
    var measured = try await withThrowingTaskGroup(of: Measurement.self) { group in
      for stream in 0..<streams {
        group.addTask {
          try await LoadStream(client, commands, seed: UInt64(stream)).run(until: start + .seconds(seconds))
        }
      }
      return try await group.reduce(into: Measurement()) { $0.add($1) }
    }
    let wall = (.now - start) / .seconds(1)
    if let used, let now = process?.cpuSeconds() { measured.cores = (now - used) / wall }
    measured.memory = process?.residentBytes()
    return measured
  }

  private var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// A connection is a file.
  private func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
