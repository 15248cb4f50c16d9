import AttuneClient
import Testing
import Wire

/// A client that does nothing wrong, and measures how long its answers take.
struct Witness {
  private let client: AttuneClient

  init(port: Int) { client = AttuneClient(.tcp(TCPAddress(host: "127.0.0.1", port: port))) }

  /// How long each of some answers took, in milliseconds.
  func ask(times: Int) async throws -> [Double] {
    var count = 0
    return try await ask {
      count += 1
      return count > times
    }
  }

  /// - Parameter isOver: asked before each question.
  func ask(until isOver: () -> Bool) async throws -> [Double] {
    var latencies: [Double] = []
    while !isOver() {
      let start = ContinuousClock.now
      let answer = try await client.understand(transcript: "turn on the kitchen lights")
      latencies.append((.now - start) / .milliseconds(1))
      #expect(answer.intents.map(\.name) == ["setLight"])
      try await Task.sleep(for: .milliseconds(2))
    }
    return latencies
  }
}

extension [Double] {
  /// The value that one in a hundred is above; 0 where there are none. One decimal place.
  var p99: Double {
    isEmpty ? 0 : (sorted()[Swift.min(count - 1, count * 99 / 100)] * 10).rounded() / 10
  }
}
