import ArgumentParser
import AttuneClient
import Files
import Wire

/// `attune send`: files and texts to a running server.
struct Send: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sends sound files or a text to a running server, and tells what it understood.",
    discussion: """
      The server is attune serve, or another one that speaks the Wyoming protocol. Sound files are sent one after the \
      other, over a connection each. --text joins each of them as a transcript of it; without files it is what to \
      understand.

      Standard output has a line for each answer; with --json, a line of JSON for each event of the server, {"file", "type", \
      "data"}, where "file" is null for a text.

      A session may also stand in a file, a line of JSON for each event: --print-events writes that of a sound file, nc can \
      send it, and so can --events.

      Exit status: 0 when everything was answered, understood or not; 1 when a file could not be read, or the server told an \
      error or gave no answer to it; 2 when nothing could be sent at all; 64 for a mistake on the command line.
      """)

  @Option(
    help: ArgumentHelp("Where the server is: tcp://host:port or unix:///path.", valueName: "address"))
  var host = ServerAddress.tcp(TCPAddress(host: "127.0.0.1", port: 10_400))

  @Option(help: ArgumentHelp("Show the token in the first line of this file.", valueName: "file"))
  var tokenFile: String?

  @Flag(help: "Speak TLS.")
  var tls = false

  @Option(help: ArgumentHelp("Certificates to trust instead of the system's.", valueName: "PEM"))
  var authority: String?

  @Option(help: "A transcript of the files, or without files what to understand.")
  var text: String?

  @Flag(help: "The text is a recogniser's, right or wrong: words that sound alike may be meant.")
  var heard = false

  @Option(help: "The channel of the files to send, from 1. (default: the mean of all)")
  var channel: Int?

  @Flag(help: "Send sound as fast as it was spoken.")
  var realtime = false

  @Flag(help: "Tell guesses while somebody speaks, too.")
  var partial = false

  @Flag(help: "Write the server's events as lines of JSON.")
  var json = false

  @Option(help: ArgumentHelp("How long an answer may take once everything has been sent.", valueName: "seconds"))
  var timeout = 30.0

  @Option(help: ArgumentHelp("Send the events of this file, - for standard input.", valueName: "file"))
  var events: String?

  @Flag(help: "Write the events of the files instead of sending them.")
  var printEvents = false

  @Argument(help: "Sound files.")
  var paths: [String] = []

  func validate() throws {
    guard (0.001...86_400).contains(timeout) else {
      throw ValidationError("--timeout has to be between 0.001 and 86400.")
    }
    guard events == nil || (paths.isEmpty && text == nil && !printEvents) else {
      throw ValidationError("--events is all there is to send: leave out files, --text and --print-events.")
    }
    guard events != nil || !paths.isEmpty || text != nil else {
      throw ValidationError("Sound files, a --text or --events are needed.")
    }
    guard !heard || (text != nil && paths.isEmpty) else {
      throw ValidationError("--heard is for a --text without files; beside sound a text is always heard.")
    }
    guard channel ?? 1 >= 1 else { throw ValidationError("--channel has to be 1 or more.") }
    guard authority == nil || tls else { throw ValidationError("--authority needs --tls.") }
  }

  func run() async throws {
    let failures: Int
    do {
      failures = try await printEvents ? printSessions() : send()
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if failures > 0 { throw ExitCode.someFailed }
  }

  /// What is sent, in its order.
  private var recordings: [Recording] {
    if let events { return [Recording(source: .events(path: events))] }
    if paths.isEmpty { return [Recording(source: .text, text: text, isHeard: heard)] }
    return paths.map { Recording(source: .sound(path: $0), text: text, wantsPartials: partial, channel: channel) }
  }

  /// - Returns: how many files could not be written.
  /// - Throws: where standard output cannot be written.
  private func printSessions() throws(OutputError) -> Int {
    var failures = 0
    for recording in recordings {
      do { for event in try recording.events() { try StandardOutput.line(event.line) } } catch {
        if let error = error as? OutputError { throw error }
        StandardError.line("attune: " + Explanation.text(of: error))
        failures += 1
      }
    }
    return failures
  }

  /// - Returns: how many were not answered.
  /// - Throws: what keeps everything from being sent.
  private func send() async throws -> Int {
    let token = try tokenFile.map { try SentFile.token(in: $0) }
    let client = AttuneClient(host, token: token, tls: tls ? ClientTLS(authority: authority) : nil)
    let exchange = Exchange(client, isPaced: realtime, timeout: .seconds(timeout))
    var failures = 0
    for recording in recordings {
      let output = SendOutput(file: recording.file, asJSON: json || events != nil)
      do {
        let events = try recording.events()
        try await exchange.run(events) { output.tell($0) }
        try output.end()
        if let failure = output.failure { throw failure }
      } catch let error as ClientError where error.isForAll {
        throw error
      } catch {
        if let failure = output.failure { throw failure }
        output.fail(error)
        failures += 1
      }
    }
    return failures
  }
}
