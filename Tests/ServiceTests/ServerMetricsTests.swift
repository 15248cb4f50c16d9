import CoreMetrics
import MetricsTestKit
import Testing
import Wire

@testable import Service

/// What a server tells of itself. The backend is the process's, so that other servers under test tell theirs, too: numbers are at least
/// what happened here.
@Suite(.serialized) struct ServerMetricsTests {
  private static let metrics: TestMetrics = {
    let metrics = TestMetrics()
    MetricsSystem.bootstrap(metrics)
    return metrics
  }()

  @Test func everythingIsCounted() async throws {
    let metrics = Self.metrics
    let sound = try Phones.speech("lamp on")
    try await TestServer.run(try Phones.engine()) { server in
      try await TestClient.connect(to: server.addresses[0]) { client in
        try await client.send(sound: sound)
        _ = try await client.events(to: "intent")
        try await client.send(Event("audio-start"))
        _ = try await client.next()
        // The last value may be that of another server, whose clients have gone.
        #expect(try metrics.expectGauge("attune_clients").values.contains { $0 >= 1 })
      }
    }
    let accepted = try metrics.expectCounter("attune_commands_total", [("outcome", "accepted")])
    #expect(accepted.totalValue >= 1)
    #expect(try metrics.expectCounter("attune_errors_total", [("code", "malformed")]).totalValue >= 1)
    #expect(try metrics.expectCounter("attune_events_total").totalValue > 10)
    for stage in ["queue", "acoustics", "decoding", "fusion", "answer"] {
      #expect(try !metrics.expectTimer("attune_stage_seconds", [("stage", stage)]).values.isEmpty)
    }
    #expect(try metrics.expectGauge("attune_real_time_factor").lastValue ?? 0 > 0)
    #expect(try metrics.expectGauge("attune_streams").lastValue != nil)
  }
}
