import ArgumentParser
import Console
import Files
import Service

/// `attune console`: a page on which commands are written, spoken and watched.
struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console",
    abstract: "Opens a page on which commands are written, spoken and watched.",
    discussion: """
      The page is for a browser on this machine; it loads nothing from elsewhere. It hears the browser's microphone, a \
      sound file or a sentence, and shows what was understood and why something was not: the spectrogram, phones, words and \
      the best candidates. The command files can be edited: what attune check says stands beside them, and what is saved is \
      in force. Only the files that are given are ever written.

      Other machines can open it where --listen says so and --token-file gives a token, which the page asks for. Browsers \
      give a microphone only to pages of this machine and to encrypted ones.

      Everything on the page can be done on the command line, too: listen, score, align, check, curve.

      Standard output has a line: console at http://127.0.0.1:8080/. Ctrl-C ends.

      Exit status: 0 when it was ended; 2 when it could not begin; 64 for a mistake on the command line.
      """)

  @OptionGroup var commandOptions: CommandOptions

  @Option(help: ArgumentHelp("Where to listen; port 0 lets the system choose.", valueName: "host:port"))
  var listen = ConsoleAddress(ConsoleServer.Address())

  @Option(help: ArgumentHelp("Pages have to show the token in the first line of this file.", valueName: "file"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      """
      Keep each utterance as attune listen does in this folder; those that are called right or wrong on the page stand in \
      its manifest.jsonl, which attune score --manifest reads.
      """, valueName: "folder"))
  var save: String?

  func run() async throws {
    do {
      let token = try tokenFile.map { path throws(ConsoleError) in try ConsoleToken(contentsOf: path) }
      let desk = try ConsoleDesk(
        commands: commandOptions.files.paths, threshold: commandOptions.threshold, keepingIn: save)
      let server = try ConsoleServer(desk, at: listen.address, token: token)
      let task = Task { try await server.run { address in Announcement.line("console at \(address)") } }
      let interruption = Interruption { task.cancel() }
      try await task.value
      interruption.cancel()
      if let failure = Announcement.failure { throw failure }
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}

/// Where the console listens, as `host:port`.
struct ConsoleAddress: ExpressibleByArgument, CustomStringConvertible {
  let address: ConsoleServer.Address

  init(_ address: ConsoleServer.Address) { self.address = address }

  /// Reads `host:port` or `[IPv6]:port`; nil for anything else.
  init?(argument: String) {
    guard case .tcp(let host, let port)? = ListenAddress("tcp://" + argument) else { return nil }
    address = ConsoleServer.Address(host: host, port: port)
  }

  var description: String { (address.host.contains(":") ? "[\(address.host)]" : address.host) + ":\(address.port)" }
  var defaultValueDescription: String { description }
}
