import Batch
import Console
import Recognition
import Service
import ServiceLifecycle

/// The page of a server: its commands and networks are the server's.
struct ServedConsole: Service {
  /// Where it is, and what it shows.
  struct Setup: Sendable {
    var address: ConsoleServer.Address
    /// What pages have to show; nil for nothing.
    var token: ConsoleToken?
    /// Whether it shows what clients say.
    var watchesClients: Bool
  }

  /// The server's commands, which are loaded anew from their files.
  private struct Keeper: CommandKeeper {
    let library: CommandLibrary
    var inForce: (set: CommandSet, generation: Int) { library.versioned }

    func exchange(_ set: CommandSet) throws { try library.reload() }
  }

  private let server: ConsoleServer
  private let desk: ConsoleDesk
  private let watchesClients: Bool

  /// - Throws: `ConsoleError.needsToken`, or `CommandError`.
  init(_ setup: Setup, files: [String], library: CommandLibrary, networks: ConsoleNetworks) throws {
    desk = try ConsoleDesk(commands: files, of: Keeper(library: library), networks: networks)
    server = try ConsoleServer(desk, at: setup.address, token: setup.token)
    watchesClients = setup.watchesClients
  }

  /// Shows what clients are told; nil where that is not wanted.
  var watcher: (@Sendable (Answer) -> Void)? {
    guard watchesClients else { return nil }
    return { [desk] answer in
      desk.show(answer.results, of: answer.text, Latency(wait: answer.wait, computing: answer.computing))
    }
  }

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await server.run { address in Announcement.line("console at \(address)") }
    }
  }
}
