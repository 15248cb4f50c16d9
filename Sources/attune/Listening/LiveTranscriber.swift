import Upstream
import Aligner
import Service
import Wire

/// Another recogniser that is asked what was said in each utterance.
///
/// When it fails it is left alone for a while, so that a recogniser that is not there does not delay every command.
struct LiveTranscriber {
  /// How long it is left alone.
  static let pause = Duration.seconds(30)

  private let upstream: WyomingTranscriber
  private let report: (any Error) -> Void
  private var askAgain: ContinuousClock.Instant?
  private var isReported = false

  /// - Parameters:
  ///   - timeout: how long a transcript may take.
  ///   - report: is told the first of several failures in a row.
  init(address: TCPAddress, timeout: Duration, report: @escaping (any Error) -> Void) {
    upstream = WyomingTranscriber(address: address, timeout: timeout)
    self.report = report
  }

  /// The tokens of samples at 16 kHz; none where the recogniser fails.
  mutating func tokens(for samples: [Float]) async -> [TranscriptToken] {
    if let askAgain, .now < askAgain { return [] }
    do {
      let text = try await upstream.transcript(of: samples)
      (askAgain, isReported) = (nil, false)
      return [TranscriptToken(text)]
    } catch {
      if !isReported { report(error) }
      (askAgain, isReported) = (.now + Self.pause, true)
      return []
    }
  }
}
