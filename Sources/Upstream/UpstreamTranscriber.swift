import Synchronization

/// Another speech recogniser that is asked for transcripts, as long as it gives some.
///
/// Sound of which it gives none is understood by itself. It is left alone for a while, or for good, when it fails.
public final class UpstreamTranscriber: Sendable {
  /// How often a recogniser has failed.
  public struct Failures: Hashable, Sendable {
    /// Since the last transcript.
    public internal(set) var inARow: Int
    /// Since the beginning.
    public internal(set) var inAll: Int
  }

  private struct State {
    var history = BackOff.History()
    var asking = 0
  }

  private let state = Mutex(State())
  private let backOff: BackOff
  private let mostAtOnce: Int
  private let report: @Sendable (any Error, Failures) -> Void
  private let transcribe: @Sendable ([Float]) async throws -> String

  /// - Parameters:
  ///   - backOff: when it is left alone.
  ///   - mostAtOnce: the most that it is asked at a time, at least 1; it is not asked more.
  ///   - report: is told each failure, and how many there were with it.
  ///   - transcribe: what is said in samples at 16 kHz, one channel. It has to limit its own time.
  public init(
    backOff: BackOff, mostAtOnce: Int = .max, report: @escaping @Sendable (any Error, Failures) -> Void,
    transcribe: @escaping @Sendable ([Float]) async throws -> String
  ) {
    precondition(mostAtOnce >= 1)
    (self.backOff, self.mostAtOnce) = (backOff, mostAtOnce)
    (self.report, self.transcribe) = (report, transcribe)
  }

  /// Asks a recogniser over the Wyoming protocol.
  public convenience init(
    _ upstream: WyomingTranscriber, backOff: BackOff, mostAtOnce: Int = .max,
    report: @escaping @Sendable (any Error, Failures) -> Void
  ) {
    self.init(backOff: backOff, mostAtOnce: mostAtOnce, report: report) { try await upstream.transcript(of: $0) }
  }

  /// The transcripts that came, be they empty.
  public var transcribed: Int { state.withLock(\.history.answers) }

  /// What is said in samples at 16 kHz; nil where the recogniser fails, is left alone, or is asked enough already.
  public func transcript(of samples: [Float]) async -> String? {
    guard state.withLock({ mayBegin(&$0) }) else { return nil }
    defer { state.withLock { $0.asking -= 1 } }
    do {
      let text = try await transcribe(samples)
      state.withLock { $0.history.answered() }
      return text
    } catch {
      // Nobody wants to know any more; that is not the recogniser's fault.
      guard !Task.isCancelled, !(error is CancellationError) else { return nil }
      let failures = state.withLock { state in
        state.history.failed(at: .now)
        return state.history.failures
      }
      report(error, failures)
      return nil
    }
  }

  private func mayBegin(_ state: inout State) -> Bool {
    guard state.asking < mostAtOnce, state.history.allowsAsking(at: .now, backOff) else { return false }
    state.asking += 1
    return true
  }
}
