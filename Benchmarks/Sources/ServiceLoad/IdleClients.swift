import AttuneClient
import Wire

/// Clients that are connected and say nothing.
struct IdleClients: Sendable {
  private let client: AttuneClient
  private let process: ServerProcess?

  init(_ client: AttuneClient, _ process: ServerProcess?) {
    self.client = client
    self.process = process
  }

  /// Connects them, and prints what they cost.
  func measure(_ count: Int) async throws {
    let before = process?.residentBytes()
    let progress = Progress()
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      for index in 0..<count { group.addTask { try? await hold(index, progress) } }
      let deadline = ContinuousClock.now + .seconds(40)
      while connected(count, progress) < count, .now < deadline { try await Task.sleep(for: .milliseconds(200)) }
      let answer = try await describe()
      let (there, after) = (connected(count, progress), process?.residentBytes())
      let cost = before.flatMap { before in after.map { max(0, $0 - before) / 1024 / max(1, there) } }
      print(
        "\(there) of \(count) idle clients connected, \(cost.map { "\($0) KiB" } ?? "unknown memory") each;"
          + " describe is answered in \(answer) ms")
    }
  }

  /// A client is there when it has been answered.
  private func hold(_ index: Int, _ progress: Progress) async throws {
    try await client.withConnection { sender, messages in
      try await sender.send(Ping())
      for try await _ in messages { break }
      progress.mark(index)
      try await Task.sleep(for: .seconds(60))
    }
  }

  private func connected(_ count: Int, _ progress: Progress) -> Int {
    (0..<count).count { progress.time(of: $0) != nil }
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
