public import Aligner
import Synchronization

/// Another speech recogniser that is asked for a transcript of each file, as long as it gives some.
///
/// A file for which it gives none is understood by sound alone. The first failure is reported; after several in a row, of
/// whatever kind, it is not asked again, so that a recogniser that is not there costs a batch little time.
public final class UpstreamTranscriber: Sendable {
  /// The failures in a row after which it is not asked again.
  public static let patience = 3

  private struct State {
    var failuresInARow = 0
    var isReported = false
    var transcribed = 0
  }

  private let state = Mutex(State())
  private let report: @Sendable (any Error) -> Void
  private let transcribe: @Sendable ([Float]) async throws -> [TranscriptToken]

  /// - Parameters:
  ///   - report: is told the first failure.
  ///   - transcribe: the tokens of samples at 16 kHz, one channel. It has to limit its own time.
  public init(
    report: @escaping @Sendable (any Error) -> Void,
    transcribe: @escaping @Sendable ([Float]) async throws -> [TranscriptToken]
  ) {
    self.report = report
    self.transcribe = transcribe
  }

  /// The files of which a transcript came, be it an empty one.
  public var transcribed: Int { state.withLock(\.transcribed) }

  /// The tokens of samples; none where the recogniser fails, or has failed too often.
  func tokens(for samples: [Float]) async -> [TranscriptToken] {
    guard state.withLock({ $0.failuresInARow < Self.patience }) else { return [] }
    do {
      let tokens = try await transcribe(samples)
      state.withLock { state in
        state.failuresInARow = 0
        state.transcribed += 1
      }
      return tokens
    } catch {
      // A run that is ended is no failure of the recogniser.
      if !Task.isCancelled, isFirstReport() { report(error) }
      return []
    }
  }

  /// Counts a failure; true where it is the first one of the run.
  private func isFirstReport() -> Bool {
    state.withLock { state in
      state.failuresInARow += 1
      defer { state.isReported = true }
      return !state.isReported
    }
  }
}
