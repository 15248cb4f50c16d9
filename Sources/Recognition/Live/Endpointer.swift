/// Finds where speech begins and ends, from its level, from the phones that the network heard, and from how far the
/// command is.
///
/// A pure state machine over frames of 20 ms, counted from 0. It asks for the network only while something is loud, and
/// decides by what the network heard: level alone never ends speech, and phones alone only where noise drowns the level.
public struct Endpointer: Sendable {
  /// What to do after a frame.
  public enum Action: Hashable, Sendable {
    /// Nothing.
    case wait
    /// Speech may have begun: keep the sound from this frame on.
    case begin(frame: Int)
    /// Hear what was kept, and call `hear` with what the network makes of it.
    case encode
    /// The segment ends with this frame; speech ended before the frame `speechEnd`.
    case end(Reason, speechEnd: Int)
    /// What was kept is no speech.
    case abandon
  }

  /// Why a segment ends.
  public enum Reason: String, Hashable, Sendable {
    /// Silence.
    case silence
    /// The segment is as long as it may be.
    case length
    /// Sound was lost, or ended.
    case interruption
  }

  /// What the network heard in the sound kept so far.
  public struct Evidence: Hashable, Sendable {
    /// The frame after the last one in which a phone was heard; nil where there was none.
    public var phonesEnd: Int?
    /// How far the command is.
    public var progress: CommandProgress

    /// What was heard.
    public init(phonesEnd: Int?, progress: CommandProgress) {
      self.phonesEnd = phonesEnd
      self.progress = progress
    }
  }

  /// The longest segment: 12 s.
  public static let longest = 600
  /// The frames before the first loud one that are kept: 0.5 s.
  public static let leadIn = 25
  /// The frames between two questions to the network while somebody speaks, where what seems to be said is to be shown.
  public static let interval = 16

  /// The frames so far.
  public private(set) var frameCount = 0
  private let waits: Waits
  private let interval: Int
  private var level = SpeechLevel()
  private var speech: Speech?
  /// Which of the last frames were loud, the latest in the lowest bit.
  private var loudFrames: UInt8 = 0

  private struct Speech: Hashable {
    var start: Int
    /// The frame after the last loud one.
    var loudEnd: Int
    /// The highest level so far, in dB.
    var peak: Float
    /// The sum of the levels so far, in dB.
    var levels: Float = 0
    /// The frame after the last one that the network has heard.
    var heardEnd: Int
    var evidence: Evidence?
  }

  /// - Parameters:
  ///   - patience: how long to wait for more.
  ///   - interval: the frames between two questions to the network while somebody speaks, at least 1.
  public init(_ patience: Patience = .default, interval: Int = interval) {
    precondition(interval >= 1)
    waits = Waits(patience)
    self.interval = interval
  }

  /// The level of the last frame, in dB relative to full scale, without rumble.
  public var decibels: Float { level.level }
  /// Whether a segment is being kept.
  public var isInSpeech: Bool { speech != nil }
  /// The frames from which loudness is told, and how many of them have to be loud.
  private static let (onsetFrames, onsetLoud) = (6, 3)
  /// How far above noise, in dB, speech begins, and ends.
  private static let (onset, release): (Float, Float) = (9, 6)
  /// How far below its loudest, in dB, speech ends, noise or none.
  private static let range: Float = 32
  /// The silence, in frames, after which the network is asked.
  private static let tail = 6
  /// How long a phone sounds after the network has told it, in frames.
  private static let phoneTail = 4
  /// The length, in frames, after which sound without a phone is no speech.
  private static let phoneless = 60

  /// Takes a frame of 320 samples at 16 kHz.
  public mutating func push(_ samples: Span<Float>) -> Action {
    let floor = level.noise
    level.push(samples)
    frameCount += 1
    guard var speech else { return awaitSpeech() }
    let threshold = max(floor + Self.release, speech.peak - Self.range)
    speech.peak = max(speech.peak, level.level)
    speech.levels += level.level
    if level.level > threshold { speech.loudEnd = frameCount }
    self.speech = speech
    if frameCount - speech.start >= Self.longest { return finish(.length) }
    if needsHearing(speech) { return .encode }
    return decide(speech)
  }

  /// Takes what the network heard, up to the last frame, when it was asked.
  public mutating func hear(_ evidence: Evidence) -> Action {
    speech?.evidence = evidence
    speech?.heardEnd = frameCount
    guard let speech else { return .wait }
    return decide(speech)
  }

  /// Sound was lost, or ended. The level of the noise stays known.
  public mutating func interrupt() -> Action {
    loudFrames = 0
    guard speech != nil else { return .wait }
    return finish(.interruption)
  }

  /// What was said before a frame is over; what follows it is a segment by itself.
  ///
  /// - Returns: whether somebody goes on speaking.
  public mutating func restart(at frame: Int) -> Bool {
    guard let before = speech else { return false }
    guard before.loudEnd > frame + Self.onsetLoud else {
      (speech, loudFrames) = (nil, 0)
      return false
    }
    let share = Float(frameCount - frame) / Float(max(1, frameCount - before.start))
    speech = Speech(
      start: frame, loudEnd: before.loudEnd, peak: before.peak, levels: before.levels * share, heardEnd: frame)
    return true
  }

  private mutating func awaitSpeech() -> Action {
    let isLoud = level.level > level.noise + Self.onset
    loudFrames = loudFrames << 1 | (isLoud ? 1 : 0)
    let recent = loudFrames & (1 << Self.onsetFrames - 1)
    guard isLoud, recent.nonzeroBitCount >= Self.onsetLoud else { return .wait }
    let start = max(0, frameCount - Self.onsetFrames - Self.leadIn)
    speech = Speech(start: start, loudEnd: frameCount, peak: level.level, heardEnd: frameCount)
    return .begin(frame: start)
  }

  private func needsHearing(_ speech: Speech) -> Bool {
    let quiet = frameCount - speech.loudEnd
    if quiet >= Self.tail { return speech.heardEnd < speech.loudEnd + Self.tail }
    var interval = max(interval, (frameCount - speech.start) / 20)
    // Whoever talks to somebody else is followed with less care.
    if speech.evidence?.progress == .foreign { interval *= 2 }
    // In noise the network alone can tell that somebody has finished.
    if let end = speech.evidence?.phonesEnd, speech.heardEnd - end >= Self.tail { interval /= 2 }
    return frameCount - speech.heardEnd >= interval
  }

  private mutating func decide(_ speech: Speech) -> Action {
    let quiet = frameCount - speech.loudEnd
    guard let evidence = speech.evidence, speech.heardEnd >= min(frameCount, speech.loudEnd + Self.tail) else {
      return .wait
    }
    guard let phonesEnd = evidence.phonesEnd else {
      return quiet >= waits.foreign || frameCount - speech.start >= Self.phoneless + Self.leadIn ? finish(nil) : .wait
    }
    let silence =
      quiet >= Self.tail ? frameCount - max(phonesEnd, speech.loudEnd) : speech.heardEnd - phonesEnd - Self.phoneTail
    return silence >= waits[evidence.progress] ? finish(.silence) : .wait
  }

  /// Ends the segment; without a reason it was no speech, and where it is loud to the end its level is noise.
  private mutating func finish(_ reason: Reason?) -> Action {
    guard let speech else { return .wait }
    (self.speech, loudFrames) = (nil, 0)
    if let reason { return .end(reason, speechEnd: end(of: speech)) }
    if speech.loudEnd + Self.tail >= frameCount {
      level.adopt(noise: speech.levels / Float(max(1, frameCount - speech.start - Self.leadIn)))
    }
    return .abandon
  }

  /// The frame after the last that was loud or had a phone. In noise everything is loud; then the phones alone tell.
  private func end(of speech: Speech) -> Int {
    let phones = min(frameCount, (speech.evidence?.phonesEnd ?? speech.start) + Self.phoneTail)
    return frameCount - speech.loudEnd < Self.tail ? phones : speech.loudEnd
  }
}
