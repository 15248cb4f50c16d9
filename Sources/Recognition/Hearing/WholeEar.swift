import Aligner

/// Hears sound as a whole when it ends, with all of its context, for as long as it is no longer than a window; what is longer,
/// in overlapping windows as it grows (see `EncoderWindows`), so that memory for sound is bounded.
final class WholeEar: Ear {
  /// Hears a stretch of sound at once.
  typealias Network = (Span<Float>) -> HeardSound

  let calibration = Confidence.Calibration.segments
  let givesRoom: Bool
  let waitingChunk: WaitingChunk? = nil

  private let network: Network
  private let windows: EncoderWindows
  /// The samples from the beginning of the current window on.
  private var samples: [Float] = []
  private var window = 0
  /// Frames that were heard and not asked for.
  private var heard = HeardSound()

  /// - Parameter givesRoom: whether tight cuts are given room, as a network needs that was trained with silence around speech.
  init(windows: EncoderWindows = EncoderWindows(), givesRoom: Bool, network: @escaping Network) {
    self.windows = windows
    self.givesRoom = givesRoom
    self.network = network
  }

  var byteCount: Int { samples.capacity * MemoryLayout<Float>.size + heard.byteCount }

  func take(_ samples: Span<Float>) {
    for index in samples.indices { self.samples.append(samples[index]) }
    while self.samples.count > windows.length {
      heard.append(frames(of: windows.length, isLast: false))
      self.samples.removeFirst(windows.hop)
      window += 1
    }
  }

  func hear() -> HeardSound {
    defer { heard = HeardSound() }
    return heard
  }

  func foresee() -> HeardSound { frames(of: samples.count, isLast: true) }

  func finish() -> HeardSound {
    defer { reset() }
    heard.append(foresee())
    return heard
  }

  func reset() {
    samples.removeAll(keepingCapacity: true)
    (window, heard) = (0, HeardSound())
  }

  /// Hears the first `count` samples at hand.
  ///
  /// - Returns: those of their frames that no other window gives.
  private func frames(of count: Int, isLast: Bool) -> HeardSound {
    let sound = hear(samples.span.extracting(..<count), isLast: isLast)
    let kept = windows.kept(of: sound.frameCount, window: window, isLast: isLast)
    return sound.frames(kept, lead: sound.lead)
  }

  private func hear(_ samples: Span<Float>, isLast: Bool) -> HeardSound {
    guard givesRoom, let roomy = RoomyCut(samples, isFirst: window == 0, isLast: isLast) else {
      return network(samples)
    }
    return network(roomy.samples.span).frames(roomy.frames, lead: roomy.lead)
  }
}
