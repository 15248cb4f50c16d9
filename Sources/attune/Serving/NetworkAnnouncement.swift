import Files
import Foundation
import Logging
import Service
import ServiceLifecycle
import Synchronization

/// Tells the local network by multicast DNS that a server is there, so that Home Assistant finds it by itself.
///
/// Avahi's own program does it for as long as it runs; where Avahi's daemon is not there, it waits for it.
struct NetworkAnnouncement: ServiceLifecycle.Service {
  /// The kind of service that Home Assistant looks for.
  private static let kind = "_wyoming._tcp"
  private static let program = "avahi-publish"

  let logger: Logger
  private let addresses: AsyncStream<ListenAddress>
  private let continuation: AsyncStream<ListenAddress>.Continuation

  init(logger: Logger) {
    self.logger = logger
    (addresses, continuation) = AsyncStream.makeStream()
  }

  /// Announces an address at which a server listens, if others than this machine can reach it. The first one counts.
  func announce(_ address: ListenAddress) {
    guard !address.isLocal else { return }
    continuation.yield(address)
    continuation.finish()
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await case .tcp(_, let port) in addresses { await publish(port) }
      // A service that returns ends the others.
      try? await gracefulShutdown()
    }
  }

  private func publish(_ port: Int) async {
    guard let path = InstalledProgram.path(of: Self.program) else {
      logger.notice("not announced on the network: \(Self.program) is not installed (Debian: avahi-utils)")
      return
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["--no-fail", "--service", "Attune on \(Self.host())", Self.kind, String(port)]
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardError = FileHandle.nullDevice
    let child = Child(process)
    await withTaskCancellationHandler {
      do { try await child.run() } catch { logger.notice("not announced on the network: \(path): \(error)") }
    } onCancel: {
      child.end()
    }
    if !Task.isCancelled { logger.notice("no longer announced on the network: \(path) has ended") }
  }

  private static func host() -> String {
    String(ProcessInfo.processInfo.hostName.prefix { $0 != "." })
  }
}

/// A program that runs until it ends or is ended.
private final class Child: Sendable {
  private struct State: Sendable {
    let process: Process
    var isWanted = true
  }

  private let state: Mutex<State>

  init(_ process: Process) {
    state = Mutex(State(process: process))
  }

  /// Starts it, unless it is ended already, and waits until it has ended.
  func run() async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      state.withLock { state in
        guard state.isWanted else { return continuation.resume() }
        state.process.terminationHandler = { _ in continuation.resume() }
        do { try state.process.run() } catch {
          state.process.terminationHandler = nil
          continuation.resume(throwing: error)
        }
      }
    }
  }

  /// Ends it. It may have been started with all signals blocked but this one, from a thread that blocks them; Avahi takes the
  /// announcement back when it is gone.
  func end() {
    state.withLock { state in
      state.isWanted = false
      if state.process.isRunning { kill(state.process.processIdentifier, SIGKILL) }
    }
  }
}
