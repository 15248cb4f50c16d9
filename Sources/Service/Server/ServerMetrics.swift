import CoreMetrics
import Recognition
import Synchronization
import Wire

/// What a server tells of itself, through swift-metrics; which backend keeps it, whoever starts the server decides.
final class ServerMetrics: Sendable {
  private struct Load {
    var clients = 0
    var streams = 0
    /// Seconds of sound heard, and seconds that hearing it took, both fading.
    var sound = 0.0
    var work = 0.0
  }

  private let load = Mutex(Load())
  private let clients = Gauge(label: "attune_clients")
  private let streams = Gauge(label: "attune_streams")
  private let realTimeFactor = Gauge(label: "attune_real_time_factor")
  private let sound = FloatingPointCounter(label: "attune_sound_seconds_total")
  private let dropped = FloatingPointCounter(label: "attune_dropped_sound_seconds_total")
  private let accepted = Counter(label: "attune_commands_total", dimensions: [("outcome", "accepted")])
  private let rejected = Counter(label: "attune_commands_total", dimensions: [("outcome", "rejected")])
  private let events = Counter(label: "attune_events_total")
  private let queue = stage("queue")
  private let acoustics = stage("acoustics")
  private let decoding = stage("decoding")
  private let fusion = stage("fusion")
  private let answer = stage("answer")

  private static func stage(_ name: String) -> Timer {
    Timer(label: "attune_stage_seconds", dimensions: [("stage", name)])
  }

  func clientsChanged(by change: Int) {
    clients.record(
      load.withLock { load in
        load.clients += change
        return load.clients
      })
  }

  func streamsChanged(by change: Int) {
    streams.record(
      load.withLock { load in
        load.streams += change
        return load.streams
      })
  }

  /// An event came.
  func received() { events.increment() }

  /// Something went wrong.
  func failed(_ code: ErrorCode) {
    Counter(label: "attune_errors_total", dimensions: [("code", code.rawValue)]).increment()
  }

  /// Sound was dropped.
  func dropped(seconds: Double) { dropped.increment(by: seconds) }

  /// The commands were loaded anew, or could not be.
  func reloaded(_ isGood: Bool) {
    Counter(label: "attune_reloads_total", dimensions: [("outcome", isGood ? "loaded" : "refused")]).increment()
  }

  /// Sound has waited to be heard.
  func waited(since arrival: ContinuousClock.Instant) {
    queue.recordNanoseconds((ContinuousClock.now - arrival).nanoseconds)
  }

  /// Sound was heard.
  func heard(seconds: Double, took duration: Duration) {
    sound.increment(by: seconds)
    realTimeFactor.record(
      load.withLock { load in
        // A minute of sound fades the minute before to a third.
        let fading = max(0, 1 - seconds / 60)
        load.sound = load.sound * fading + seconds
        load.work = load.work * fading + duration / .seconds(1)
        return load.work / max(load.sound, 1e-9)
      })
  }

  /// An utterance was understood, or not.
  func understood(_ results: [RecognitionResult], since arrival: ContinuousClock.Instant) {
    answer.recordNanoseconds((ContinuousClock.now - arrival).nanoseconds)
    for result in results {
      if result.interpretation == nil { rejected.increment() } else { accepted.increment() }
      acoustics.recordNanoseconds(result.timings.acoustics.nanoseconds)
      decoding.recordNanoseconds(result.timings.decoding.nanoseconds)
      fusion.recordNanoseconds(result.timings.fusion.nanoseconds)
    }
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
