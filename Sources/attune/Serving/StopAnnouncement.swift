import Monitoring
import ServiceLifecycle

/// The last service of a group, which is told first that the group stops: from then on the server is not ready.
struct StopAnnouncement: Service {
  let readiness: Readiness

  func run() async throws {
    try? await gracefulShutdown()
    readiness.beginStopping()
  }
}
