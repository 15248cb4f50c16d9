import ArgumentParser
import AttuneClient
import Capture
import Glibc
import Wire

/// Measures how many real-time streams a server understands on time.
@main struct ServiceLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Adds real-time streams to a server until its answers are late or missing.",
    discussion: """
      Each stream is a client that plays the recordings one after the other, each with 2 s of near silence behind it, over \
      and over, in real time and in portions of 100 ms. Where in the recordings it begins is the same in every run.

      First a few streams play every recording, to learn when it is answered by a server that has nothing else to do: how \
      long people speak, and how long the server waits for more, is no delay. Then the delay of an answer is how much later \
      it comes. A recording that is not always answered once and at the same time is played, but not measured. A stream \
      that dies is counted and left out.

      It ends at the limit of --streams, or when answers are late or missing, a tenth of the streams is dead, or this program \
      sends more than a twentieth of the portions 50 ms late, so that it measures itself; each of these twice, since other \
      work on the machine comes and goes. This program shares the machine with the server unless each is bound to processors \
      of its own (taskset); its processor time is told beside the server's.
      """)

  @Option(help: "Where the server is, on this machine: tcp://127.0.0.1:port or unix:///path.")
  var host: String

  @Option(help: "The server's process, to read its memory and processor time.")
  var pid: Int?

  @Option(help: "The fewest streams.") var first = 10
  @Option(help: "How many streams to add at a time.") var step = 10
  @Option(help: "The most streams.") var streams = 200
  @Option(help: "How long each number of streams is measured, in seconds.") var seconds = 30.0
  @Option(help: "The 95th percentile of the delay at which it is enough, in milliseconds.") var latency = 200.0
  @Option(help: "How many idle clients to connect at last; 0 for none.") var idle = 1000
  @Option(help: "How many of the recordings to play.") var files = 8

  @Argument(help: "Sound files, a command each; those played are taken evenly from among them.")
  var paths: [String]

  func validate() throws {
    guard (1...10_000).contains(streams), (1...streams).contains(first), step > 0, (0...20_000).contains(idle) else {
      throw ValidationError("--first, --step, --streams and --idle have to be sensible: at most 10,000 streams.")
    }
    guard (1...600).contains(seconds), latency > 0, (1...1000).contains(files) else {
      throw ValidationError("--seconds has to be between 1 and 600, --latency above 0, --files between 1 and 1000.")
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
    let (client, server) = (AttuneClient(address), pid.map(RunningProcess.init))
    let load = Load(client: client, playlist: Playlist(try recordings()), server: server)
    let calibration = try await calibrate(load)
    show(Measurement.head)
    var best: Measurement?
    for count in [first] + Array(stride(from: first + step, through: streams, by: step)) {
      var measured = await measure(count, load, calibration)
      if reason(toEndAfter: measured) != nil { measured = await measure(count, load, calibration) }
      if let reason = reason(toEndAfter: measured) {
        show("ended at \(count) streams: \(reason)")
        break
      }
      best = measured
    }
    show(summary(of: best))
    if idle > 0 { try await IdleClients(client, server).measure(idle) }
  }

  private func measure(_ count: Int, _ load: Load, _ calibration: Calibration) async -> Measurement {
    let measured = Measurement(await load.run(streams: count, for: .seconds(seconds)), calibration)
    show(measured.line)
    if let failure = measured.failure { show("a stream died: \(failure)") }
    return measured
  }

  private func recordings() throws -> [[Float]] {
    let every = max(1, paths.count / files)
    let chosen = stride(from: 0, to: paths.count, by: every).prefix(files).map { paths[$0] }
    return try chosen.map { try SoundFile.samples(of: $0) }
  }

  private func calibrate(_ load: Load) async throws -> Calibration {
    let playlist = load.playlist
    let duration = max(playlist.duration / 2, playlist.longest) + playlist.longest
    let record = await load.run(streams: Self.calibrating, for: duration)
    if let failure = record.failure { throw ValidationError("a stream died before there was load: \(failure)") }
    let calibration = Calibration(record)
    show(
      "\(calibration.count) of \(playlist.count) recordings, \((playlist.duration / .seconds(1)).rounded(to: 0)) s, "
        + "are always answered once and at the same time by a server that has nothing else to do")
    guard calibration.count > 0 else {
      throw ValidationError("no recording is answered once and always at the same time: nothing can be measured.")
    }
    return calibration
  }

  /// How many streams find out when recordings are answered: few, but enough that half a round plays each several times.
  private static let calibrating = 8

  private func reason(toEndAfter measured: Measurement) -> String? {
    if measured.late > 0.05 { return "this program sends too late to measure more" }
    if measured.dead * 10 > measured.streams { return "\(measured.dead) streams died" }
    if measured.missing > 0 { return "\(measured.missing) answers are missing" }
    if measured.percentile(95) > latency { return "95 of 100 answers are not within \(latency.rounded(to: 0)) ms" }
    return nil
  }

  private func summary(of best: Measurement?) -> String {
    guard let best else { return "\(first) streams are more than can be answered on time" }
    let cost = best.coresPerStream.map {
      ", \(($0 * 100).rounded(to: 2)) % of a core each: \((1 / max($0, 0.0001)).rounded(to: 0)) would keep a core busy"
    }
    return "\(best.streams) streams with 95 of 100 answers within \(latency.rounded(to: 0)) ms" + (cost ?? "")
  }

  /// Each line when it is known, also for a file or a pipe.
  private func show(_ line: String) {
    print(line)
    fflush(nil)
  }

  /// A connection is a file.
  private func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
