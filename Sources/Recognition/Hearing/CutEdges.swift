import Glibc
import Spectrum

/// The edges of a recording: whether it was cut tight around speech, and the room that it is given there.
///
/// A network that was trained on speech with silence around it does not hear the first or the last phone of a tight cut. So a
/// recording that begins or ends with less than `enough` frames of quiet is given half a second of its own noise floor there:
/// white noise as loud as its quietest frame, and at least 40 dB below its loudest.
///
/// Levels are mean squares of frames of 320 samples; samples that are no whole frame are left out.
struct CutEdges: Sendable {
  /// The samples of a frame, 20 ms at 16 kHz.
  static let frame = SpeechLevel.frame
  /// So much quiet at an edge is enough, in frames: 0.2 s.
  static let enough = 10
  /// A network says a phone up to so many frames before or after it sounds; the other frames of the room are not kept.
  static let reach = 8
  /// What an edge has at least, in frames, where that is not enough: half a second.
  static let room = 25

  /// The power of what was taken in, frame by frame, as far as it matters.
  private var quietest = Float.infinity
  private(set) var loudest: Float = 0
  /// The first frames and the last ones, at most `enough` each.
  private var first: [Float] = []
  private var last: [Float] = []
  /// The sum of squares of samples that are no whole frame yet, and their number.
  private var rest: Float = 0
  private var restCount = 0

  /// Nothing was taken in.
  init() {
    first.reserveCapacity(Self.enough)
    last.reserveCapacity(Self.enough + 1)
  }

  /// Takes in samples.
  mutating func append(_ samples: Span<Float>) {
    var index = 0
    while index < samples.count {
      let end = min(samples.count, index + Self.frame - restCount)
      restCount += end - index
      while index < end {
        rest += samples[index] * samples[index]
        index += 1
      }
      if restCount == Self.frame { push(rest / Float(Self.frame)) }
    }
  }

  private mutating func push(_ power: Float) {
    (rest, restCount) = (0, 0)
    quietest = min(quietest, power)
    loudest = max(loudest, power)
    if first.count < Self.enough { first.append(power) }
    last.append(power)
    if last.count > Self.enough { last.removeFirst() }
  }

  /// Forgets everything.
  mutating func removeAll() {
    (quietest, loudest, rest, restCount) = (.infinity, 0, 0, 0)
    first.removeAll(keepingCapacity: true)
    last.removeAll(keepingCapacity: true)
  }

  /// The frames that the networks say of so many samples: one for every two frames of the spectrogram, the last one
  /// perhaps of one.
  static func frameCount(samples: Int) -> Int { (FrameGeometry.frameCount(samples: samples) + 1) / 2 }

  /// The frames that are to be put before what was taken in.
  ///
  /// - Parameter loudest: the power of the loudest frame of the recording; where only its beginning is known, that of
  ///   ordinary speech.
  func before(loudest: Float = speech) -> Int { missing(first, loudest: loudest) }
  /// The frames that are to be put after it.
  var after: Int { missing(last.reversed(), loudest: loudest) }

  /// What loud frames of ordinary speech have, -20 dB.
  private static let speech: Float = 1e-2

  private func missing(_ edge: some Sequence<Float>, loudest: Float) -> Int {
    // Digital silence has no speech that could have been cut.
    guard self.loudest > 0 else { return 0 }
    // Quiet is what is not far above the floor, but never what is less than 20 dB below the loudest.
    let limit = min(max(10 * quietest, 1e-3 * loudest), 1e-2 * loudest)
    let quiet = edge.prefix { $0 <= limit }.count
    return quiet < Self.enough ? Self.room - quiet : 0
  }

  /// Noise for this many frames, in samples of the recording's own floor.
  func noise(frames: Int) -> [Float] {
    // Uniform in -1...1 has a power of a third.
    let amplitude = sqrtf(3 * min(quietest, 1e-4 * loudest))
    return Self.noise.prefix(frames * Self.frame).map { amplitude * $0 }
  }

  /// The same noise for everybody, so that equal sounds give equal results: uniform in -1...1, by Marsaglia's xorshift
  /// generator (Journal of Statistical Software 8, 2003).
  private static let noise: [Float] = {
    var state: UInt32 = 2_463_534_242
    return (0..<room * frame).map { _ in
      state ^= state << 13
      state ^= state >> 17
      state ^= state << 5
      return Float(Int32(bitPattern: state)) / 2_147_483_648
    }
  }()
}

/// A recording with room at its edges.
struct RoomyCut {
  let samples: [Float]
  /// The frames that are of use among those that the network says of the samples.
  let frames: Range<Int>
  /// How many of these lie before the recording.
  let lead: Int

  /// Nil for a recording that has room.
  ///
  /// - Parameters:
  ///   - isFirst: whether it begins where the sound does.
  ///   - isLast: whether it ends where the sound does.
  init?(_ recording: Span<Float>, isFirst: Bool, isLast: Bool) {
    var edges = CutEdges()
    edges.append(recording)
    let before = isFirst ? edges.before(loudest: edges.loudest) : 0
    let after = isLast ? edges.after : 0
    guard before + after > 0 else { return nil }
    var samples = edges.noise(frames: before)
    samples.reserveCapacity(recording.count + (before + after) * CutEdges.frame)
    for index in recording.indices { samples.append(recording[index]) }
    samples += edges.noise(frames: after)
    self.samples = samples
    lead = min(before, CutEdges.reach)
    let count = CutEdges.frameCount(samples: recording.count) + min(after, CutEdges.reach)
    frames = before - lead..<before + count
  }
}
