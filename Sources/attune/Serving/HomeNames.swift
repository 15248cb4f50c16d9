import Files
import HomeAssistant
import Logging
import ServiceLifecycle
import Synchronization

/// Keeps the file with the names of a home fresh; whoever watches the command files loads it.
struct HomeNames: Service {
  /// How long a server that has no names yet waits for them before it serves without.
  private static let patience = Duration.seconds(15)

  private final class State: Sendable {
    /// What was told of the names last.
    let report = Mutex<[String]>([])
    let isLost = Mutex(false)
  }

  private let setup: HomeSetup
  private let logger: Logger
  private let state = State()

  init(_ setup: HomeSetup, logger: Logger) { (self.setup, self.logger) = (setup, logger) }

  /// Makes the file where there is none: of the names, or where they cannot be had in time, of none.
  ///
  /// - Throws: `OutputError`.
  func prepare() async throws {
    guard current == nil else { return }
    let (server, patience) = (setup.server, Self.patience)
    let token = try setup.token()
    let home = await withTaskGroup(of: Home?.self) { group in
      group.addTask { try? await server.read(token) }
      group.addTask {
        try? await Task.sleep(for: patience)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
    if home == nil { logger.warning("\(server.address): no names yet; they are waited for") }
    try write(NamesFile(home ?? Home()))
  }

  func run() async throws {
    let watch = HomeWatch(setup.server) { [setup] in try setup.token() }
    await cancelWhenGracefulShutdown {
      await watch.run { news in
        switch news {
        case .home(let home): take(home)
        case .lost(let error):
          state.isLost.withLock { $0 = true }
          let reason = Explanation.text(of: error, in: setup.server.address.description)
          logger.warning("\(reason); the last names stay in force")
        }
      }
    }
  }

  private func take(_ home: Home) {
    if state.isLost.withLock({ isLost in
      defer { isLost = false }
      return isLost
    }) {
      logger.info("\(setup.server.address): reached again")
    }
    let names = NamesFile(home)
    let lines = HomeAssistantReport(home, names).lines
    let new = state.report.withLock { report in
      defer { report = lines }
      return lines.filter { !report.contains($0) }
    }
    for line in new { logger.info("\(setup.server.address): \(line)") }
    do { try write(names) } catch { logger.error("the last names stay in force: \(error)") }
  }

  /// What stands in the file; nil where there is none.
  private var current: [UInt8]? { try? InputFile.bytes(of: setup.namesFile, limit: 64 << 20, isRegular: true) }

  /// A file that says the same is left alone: nothing has to be loaded anew.
  private func write(_ names: NamesFile) throws(OutputError) {
    let bytes = Array(names.yaml(from: setup.server.address.description).utf8)
    guard bytes != current else { return }
    try WholeFile.write(bytes, to: setup.namesFile)
  }
}
