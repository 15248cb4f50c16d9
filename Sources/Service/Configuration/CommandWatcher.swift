import Commands
import Glibc
public import Logging
public import ServiceLifecycle
import UnixSignals

/// Loads the commands anew when a command file has changed, and when SIGHUP asks for it.
///
/// Clients go on meanwhile, and what is being said is understood by the old commands. A file that cannot be used leaves the old ones
/// in force.
public struct CommandWatcher: Service {
  /// What tells that a file has changed.
  private struct Stamp: Hashable {
    var size: Int
    var seconds: Int
    var nanoseconds: Int
    var node: UInt
  }

  /// How often files are looked at.
  private static let interval = Duration.seconds(1)

  private let engine: Engine
  private let files: [String]
  private let logger: Logger
  /// The files as they were before anything of the server began to run.
  private let first: [String: Stamp?]

  /// - Parameter files: the command files, and folders of them.
  public init(_ engine: Engine, files: [String], logger: Logger) {
    self.engine = engine
    self.files = files
    self.logger = logger
    first = Self.stamps(of: files)
  }

  /// Watches until the server ends.
  public func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    await cancelWhenGracefulShutdown {
      await withTaskGroup { group in
        group.addTask { await watch() }
        group.addTask { for await _ in signals { reload(because: "SIGHUP") } }
        await group.waitForAll()
      }
    }
  }

  private func watch() async {
    var last = first
    while (try? await Task.sleep(for: Self.interval)) != nil {
      let now = Self.stamps(of: files)
      guard now != last else { continue }
      last = now
      reload(because: "a file changed")
    }
  }

  private func reload(because reason: String) {
    do {
      try engine.library.reload()
      engine.metrics.reloaded(true)
      logger.info("commands loaded anew: \(reason)")
    } catch let error as CommandError where error.problem == .cancelled {
      // The server ends.
    } catch {
      engine.metrics.reloaded(false)
      logger.error("the old commands stay in force: \(error)")
    }
  }

  /// Of the files, and of those that lie in folders now.
  private static func stamps(of files: [String]) -> [String: Stamp?] {
    let all = (try? CommandPaths.files(of: files)) ?? files
    return Dictionary(all.map { ($0, stamp(of: $0)) }) { $1 }
  }

  /// nil where there is no such file.
  private static func stamp(of path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
      node: UInt(status.st_ino))
  }
}
