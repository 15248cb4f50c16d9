import AttuneClient
import Wire

/// Clients that are connected and say nothing.
struct IdleClients {
  private let client: AttuneClient
  private let process: ServerProcess?

  init(_ client: AttuneClient, _ process: ServerProcess?) {
    self.client = client
    self.process = process
  }

  /// Connects them, and prints what they cost.
  func measure(_ count: Int) async throws {
    let before = process?.residentBytes()
    let (isOver, finish) = AsyncStream<Void>.makeStream()
    let counter = Progress()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<count {
        group.addTask {
          try await client.withConnection { sender, messages in
            // A client is there when it has been answered.
            try await sender.send(Ping())
            for try await _ in messages { break }
            counter.mark(index)
            try await Task.sleep(for: .seconds(60))
          }
        }
      }
      group.addTask {
        let deadline = ContinuousClock.now + .seconds(50)
        while (0..<count).contains(where: { counter.time(of: $0) == nil }), .now < deadline {
          try await Task.sleep(for: .milliseconds(200))
        }
        let connected = (0..<count).count { counter.time(of: $0) != nil }
        let start = ContinuousClock.now
        try await client.withConnection { sender, messages in
          try await sender.send(Describe())
          for try await _ in messages { break }
        }
        let answer = ((.now - start) / .milliseconds(1)).rounded()
        let cost = zipped(before, process?.residentBytes()).map {
          "\(max(0, $1 - $0) / max(1, connected) >> 10) KiB each"
        }
        print("\(connected) idle clients connected, \(cost ?? "memory unknown"); describe answered in \(answer) ms")
        finish.finish()
      }
      for await _ in isOver {}
      group.cancelAll()
      while let result = await group.nextResult() { _ = result }
    }
  }

  private func zipped(_ first: Int?, _ second: Int?) -> (Int, Int)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}
