import Aligner

/// How long a recogniser listens once a name was called.
public enum AwakeTime: Hashable, Sendable {
  /// For one utterance, which has to begin within 6 s.
  case utterance
  /// Not at all: names are told, and nothing else.
  case never
  /// For so many seconds after the name, and as long again after each utterance.
  case seconds(Double)
}

/// Whether a recogniser that sleeps until a name is called has been called, and until when it listens.
///
/// Frames are of 20 ms, counted from 0.
struct Wakefulness: Sendable {
  /// The frames in which something has to be said; nil where nothing is listened to.
  private let frames: Int?
  /// Whether it listens as long again after each utterance.
  private let isRenewed: Bool
  /// The frame from which it sleeps unless somebody speaks; nil where it sleeps.
  private var end: Int?

  /// Asleep.
  init(_ time: AwakeTime) {
    let seconds: Double? =
      switch time {
      case .utterance: 6
      case .never: nil
      case .seconds(let seconds): seconds
      }
    frames = seconds.map { Int(($0 / PhonePosteriors.frameDuration).rounded(.up)) }
    isRenewed = time != .utterance
  }

  /// Whether it sleeps.
  var isAsleep: Bool { end == nil }

  /// A name was called.
  mutating func wake(at frame: Int) { end = frames.map { frame + $0 } }

  /// Somebody has finished saying something that may be a command.
  mutating func hearUtterance(at frame: Int) { end = isRenewed ? frames.map { frame + $0 } : frame }

  /// - Returns: whether it falls asleep with this frame.
  mutating func pass(_ frame: Int, isInSpeech: Bool) -> Bool {
    guard let end, frame >= end, !isInSpeech else { return false }
    self.end = nil
    return true
  }
}
