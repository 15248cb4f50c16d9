import Upstream
public import Logging
import Synchronization

/// An upstream recogniser that is left alone for a while when it fails, so that one that is not there does not delay every command.
public final class PausingTranscriber: Sendable {
  /// How long it is left alone.
  static let pause = Duration.seconds(30)
  /// The most utterances that it is asked about at a time; it is not asked about more.
  static let mostAtOnce = 64

  private let upstream: WyomingTranscriber
  private let logger: Logger
  private let askAgain = Mutex<ContinuousClock.Instant?>(nil)
  private let asking = Mutex(0)

  /// - Parameter logger: is told when it fails.
  public init(_ upstream: WyomingTranscriber, logger: Logger) {
    self.upstream = upstream
    self.logger = logger
  }

  /// What is said in samples at 16 kHz; nil where the recogniser fails.
  func transcript(of samples: [Float]) async -> String? {
    if let time = askAgain.withLock(\.self), .now < time { return nil }
    let isOneTooMany = asking.withLock { asking in
      guard asking < Self.mostAtOnce else { return true }
      asking += 1
      return false
    }
    guard !isOneTooMany else { return nil }
    defer { asking.withLock { $0 -= 1 } }
    do {
      let text = try await upstream.transcript(of: samples)
      askAgain.withLock { $0 = nil }
      return text
    } catch is CancellationError {
      // Nobody wants to know any more; that is not the recogniser's fault.
      return nil
    } catch {
      askAgain.withLock { $0 = .now + Self.pause }
      logger.warning(
        "\(upstream.address) \(error); the sound alone decides, and it is asked again in \(Self.pause / .seconds(1)) s")
      return nil
    }
  }
}
