import CoreMetrics
import Monitoring
import Service
import ServiceLifecycle
import Transport
import Wire

/// Tells how the server is: metrics, health and whether it is ready.
struct MetricsService: Service {
  private let server: MonitoringServer
  private let readiness: Readiness
  private let address: ListenAddress

  /// What the server's metrics mean.
  private static let descriptions: [String: MetricDescription] = [
    "attune_clients": MetricDescription("Clients that are connected."),
    "attune_streams": MetricDescription("Streams of sound that are being heard."),
    "attune_real_time_factor": MetricDescription(
      "Computing time for each second of sound, over the last minute of it."),
    "attune_sound_seconds_total": MetricDescription("Sound heard, in seconds."),
    "attune_dropped_sound_seconds_total": MetricDescription("Sound dropped because it came too fast, in seconds."),
    "attune_commands_total": MetricDescription("Commands that were understood, and those that were rejected."),
    "attune_events_total": MetricDescription("Events received."),
    "attune_errors_total": MetricDescription("Errors told to clients, by code."),
    "attune_reloads_total": MetricDescription("Times that the commands were loaded anew, or could not be."),
    "attune_stage_seconds": MetricDescription("How long each stage of an answer takes."),
  ]

  /// Makes the registry that all metrics of the process go to: it comes before whatever measures something.
  init(at address: MetricsAddress, readiness: Readiness) {
    let registry = PrometheusRegistry(descriptions: Self.descriptions)
    MetricsSystem.bootstrap(registry)
    self.readiness = readiness
    self.address = .tcp(host: address.host, port: address.port)
    let name = address.host.contains(":") ? "[\(address.host)]" : address.host
    server = MonitoringServer(host: address.host, port: address.port, registry: registry, readiness: readiness) {
      port in
      Announcement.line("metrics on http://\(name):\(port)/metrics")
    }
  }

  /// Serves until everything else has ended.
  func run() async throws {
    do { try await server.run() } catch let error as CancellationError { throw error } catch {
      throw ServerError.cannotListen(address: address, reason: error.connectionReason)
    }
  }

  /// Says that the server is stopping, as the first service of all to be told.
  var announcement: StopAnnouncement { StopAnnouncement(readiness: readiness) }
}
