import AttuneClient
import Synchronization
import Wire

/// Clients that are connected and say nothing.
struct IdleClients: Sendable {
  private let client: AttuneClient
  private let process: RunningProcess?

  /// How many have been answered.
  private final class Connected: Sendable { let count = Atomic(0) }

  init(_ client: AttuneClient, _ process: RunningProcess?) {
    self.client = client
    self.process = process
  }

  /// Connects them, and prints what they cost.
  func measure(_ count: Int) async throws {
    let before = process?.residentBytes()
    let connected = Connected()
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      for _ in 0..<count { group.addTask { try? await hold(connected) } }
      let deadline = ContinuousClock.now + .seconds(40)
      while connected.count.load(ordering: .relaxed) < count, .now < deadline {
        try await Task.sleep(for: .milliseconds(200))
      }
      let answer = try await describe()
      let (there, after) = (connected.count.load(ordering: .relaxed), process?.residentBytes())
      let cost = before.flatMap { before in after.map { max(0, $0 - before) / 1024 / max(1, there) } }
      print(
        "\(there) of \(count) idle clients connected, \(cost.map { "\($0) KiB" } ?? "unknown memory") each;"
          + " describe is answered in \(answer) ms")
    }
  }

  /// A client is there when it has been answered.
  private func hold(_ connected: Connected) async throws {
    try await client.withConnection { sender, messages in
      try await sender.send(Ping())
      for try await _ in messages { break }
      connected.count.add(1, ordering: .relaxed)
      try await Task.sleep(for: .seconds(60))
    }
  }

  /// - Returns: milliseconds.
  private func describe() async throws -> Int {
    let start = ContinuousClock.now
    try await client.withConnection { sender, messages in
      try await sender.send(Describe())
      for try await _ in messages { break }
    }
    return Int((.now - start) / .milliseconds(1))
  }
}
