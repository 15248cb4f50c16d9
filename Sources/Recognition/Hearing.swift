import Aligner
import Kernels

/// Where a recogniser's posteriors come from. What neural fusion needs besides is made only where it is wanted.
enum Hearing {
  /// A source of posteriors alone.
  case posteriors((Span<Float>) throws -> PhonePosteriors)
  /// A source of everything that was heard.
  case sound((Span<Float>) throws -> HeardSound)
  /// A network that hears sound as it comes.
  case stream(StreamListener)

  /// What was heard in a stretch of sound.
  struct Sound: Sendable {
    /// What every frame sounds like, [T, 40].
    var posteriors: PhonePosteriors
    /// What neural fusion works on, [T, 384], where it is wanted.
    var memories: Matrix?
  }

  /// Hears samples at 16 kHz: one frame for every 320 of them, the last one perhaps incomplete.
  func callAsFunction(_ samples: Span<Float>) throws -> Sound {
    switch self {
    case .posteriors(let hear): return Sound(posteriors: try hear(samples))
    case .sound(let hear):
      let sound = try hear(samples)
      return Sound(posteriors: sound.posteriors, memories: sound.memories)
    case .stream(let listener):
      listener.reset()
      var frames = listener.hear(samples)
      frames.append(listener.finish())
      return frames.sound
    }
  }

  /// What the confidence in what it hears is to be calibrated for.
  var calibration: Confidence.Calibration {
    if case .stream = self { .chunks } else { .segments }
  }

  /// Forgets sound that was taken in and not finished; only a stream has any.
  func reset() {
    if case .stream(let listener) = self { listener.reset() }
  }
}
