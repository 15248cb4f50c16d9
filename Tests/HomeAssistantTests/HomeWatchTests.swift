import Foundation
import HomePeer
import Synchronization
import Testing

@testable import HomeAssistant

@Suite struct HomeWatchTests {
  /// What a watch has told.
  private final class Told: Sendable {
    private struct State {
      var homes: [Home] = []
      var losses: [String] = []
    }

    private let state = Mutex(State())

    var homes: [Home] { state.withLock(\.homes) }
    var losses: [String] { state.withLock(\.losses) }

    func take(_ news: HomeWatch.News) {
      state.withLock { state in
        switch news {
        case .home(let home): state.homes.append(home)
        case .lost(let error): state.losses.append("\(error)")
        }
      }
    }

    func waits(seconds: Double = 120, until condition: (Told) -> Bool) async -> Bool {
      let end = ContinuousClock.now + .seconds(seconds)
      while ContinuousClock.now < end {
        if condition(self) { return true }
        try? await Task.sleep(for: .milliseconds(50))
      }
      return condition(self)
    }
  }

  private static func watch(
    _ address: HomeAssistantAddress, token: @escaping @Sendable () throws -> AccessToken,
    _ use: (Told) async throws -> Void
  ) async throws {
    let told = Told()
    let pauses = HomeWatch.Pauses(first: .milliseconds(50), last: .milliseconds(200))
    let watch = HomeWatch(HomeAssistant(address, patience: .seconds(30)), pauses: pauses, token: token)
    let task = Task { await watch.run { told.take($0) } }
    do { try await use(told) } catch {
      task.cancel()
      throw error
    }
    // It ends at once, also while it is connected.
    let start = ContinuousClock.now
    task.cancel()
    await task.value
    #expect(start.duration(to: .now) < .seconds(60))
  }

  @Test func changesAreTold() async throws {
    let fake = try await FakeHome()
    let address = try #require(HomeAssistantAddress("http://localhost:\(fake.port)"))
    let token = try #require(AccessToken("a-good-token"))
    try await Self.watch(address, token: { token }) { told in
      #expect(await told.waits { $0.homes.count == 1 })
      fake.change { $0.results["config/area_registry/list"] = #"[{"name": "Attic", "aliases": []}]"# }
      fake.tell(#"{"id": 1, "type": "event", "event": {"event_type": "area_registry_updated"}}"#)
      #expect(await told.waits { $0.homes.count == 2 })
      #expect(told.homes.last?.areas == [Home.Place(name: "Attic")] && told.losses.isEmpty)
      #expect(fake.requests.count { $0 == "subscribe_events" } == 4)
    }
  }

  /// What is lost is told once until it has been there again.
  @Test func lossesAreToldOnce() async throws {
    let fake = try await FakeHome()
    let address = try #require(HomeAssistantAddress("http://localhost:\(fake.port)"))
    let token = try #require(AccessToken("a-good-token"))
    try await Self.watch(address, token: { token }) { told in
      #expect(await told.waits { $0.homes.count == 1 })
      fake.change { $0.closesAt = "auth" }
      fake.hangUp()
      #expect(await told.waits { _ in fake.connections >= 4 })
      #expect(told.losses == ["the connection was closed before the answer"] && told.homes.count == 1)
      fake.change { $0.closesAt = nil }
      #expect(await told.waits { $0.homes.count == 2 })
      fake.hangUp()
      #expect(await told.waits { $0.homes.count == 3 })
      #expect(told.losses.count == 2)
    }
  }

  /// A token that was refused is not shown again; another one is.
  @Test func aWrongTokenIsShownOnce() async throws {
    let fake = try await FakeHome()
    let address = try #require(HomeAssistantAddress("http://localhost:\(fake.port)"))
    let token = Mutex("bad")
    try await Self.watch(address, token: { try #require(AccessToken(token.withLock(\.self))) }) { told in
      #expect(await told.waits { $0.losses.count == 1 })
      try await Task.sleep(for: .seconds(1))
      #expect(fake.tokens == ["bad"] && told.losses == ["\(address): the token is not valid"])
      token.withLock { $0 = "a-good-token" }
      #expect(await told.waits { $0.homes.count == 1 })
      #expect(fake.tokens == ["bad", "a-good-token"])
    }
  }
}
