import Aligner
import Kernels

/// Where a recogniser's posteriors come from. What neural fusion needs besides is made only where it is wanted.
enum Hearing {
  /// A source of posteriors alone.
  case posteriors((Span<Float>) throws -> PhonePosteriors)
  /// A source of everything that was heard.
  case sound((Span<Float>) throws -> HeardSound)
  /// A network that hears a recording at once.
  case network((Span<Float>) -> Sound)
  /// A network that hears sound as it comes.
  case stream(StreamListener)

  /// What was heard in a stretch of sound.
  struct Sound: Sendable {
    /// What every frame sounds like, [T, 40].
    var posteriors: PhonePosteriors
    /// What neural fusion works on, [T, 384], where it is wanted.
    var memories: Matrix?
    /// How many of the frames lie before the first sample, in room that a tight cut was given.
    var lead = 0
  }

  /// Hears samples at 16 kHz: one frame for every 320 of them, the last one perhaps incomplete, and some more where a
  /// network needs room at the edges (see `CutEdges`).
  ///
  /// - Parameters:
  ///   - isFirst: whether the sound begins with these samples.
  ///   - isLast: whether it ends with them.
  func callAsFunction(_ samples: Span<Float>, isFirst: Bool = true, isLast: Bool = true) throws -> Sound {
    switch self {
    case .posteriors(let hear): return Sound(posteriors: try hear(samples))
    case .sound(let hear):
      let sound = try hear(samples)
      return Sound(posteriors: sound.posteriors, memories: sound.memories)
    case .network(let hear):
      guard let roomy = RoomyCut(samples, isFirst: isFirst, isLast: isLast) else { return hear(samples) }
      return hear(roomy.samples.span).frames(roomy.frames, lead: roomy.lead)
    case .stream(let listener):
      listener.reset()
      var frames = listener.hear(samples)
      frames.append(listener.finish())
      return frames.sound(lead: listener.lead)
    }
  }

  /// What the confidence in what it hears is to be calibrated for.
  var calibration: Confidence.Calibration {
    if case .stream = self { .chunks } else { .segments }
  }

  /// Whether tight cuts are given room, which is not to be seen in the times of what was heard.
  var givesRoom: Bool {
    switch self {
    case .posteriors, .sound: false
    case .network, .stream: true
    }
  }

  /// Forgets sound that was taken in and not finished; only a stream has any.
  func reset() {
    if case .stream(let listener) = self { listener.reset() }
  }
}

extension Hearing.Sound {
  /// The frames in `range`, of which the first `lead` lie before the first sample.
  fileprivate func frames(_ range: Range<Int>, lead: Int) -> Self {
    var part: Matrix?
    if let memories {
      var rows = Matrix(columns: HeardSound.width)
      rows.append(memories, rows: range)
      part = rows
    }
    return Self(posteriors: posteriors.frames(range), memories: part, lead: lead)
  }
}
