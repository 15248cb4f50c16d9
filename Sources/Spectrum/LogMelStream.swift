/// Turns sound into log-mel frames as it arrives.
///
/// Any division of the same samples into chunks gives the same frames, bit for bit. A frame comes out as soon as
/// the 200 samples after its centre are in; the last ones come with `finish`, which knows where the mirror stands.
public struct LogMelStream: ~Copyable, Sendable {
  /// Where a stream stands: with it another `LogMelStream` goes on as this one would.
  public struct Position: Sendable {
    /// The samples that frames still to come will look at.
    public private(set) var pending: [Float] = []
    /// The position of `pending`'s first sample in the sound.
    public private(set) var pendingStart = 0
    /// The frames that have come out.
    public fileprivate(set) var nextFrame = 0

    /// The beginning.
    public init() { pending.reserveCapacity(4 * FrameGeometry.window) }

    /// The samples appended since the beginning.
    var sampleCount: Int { pendingStart + pending.count }

    /// Becomes equal to another position, in the memory that it has.
    public mutating func copy(_ other: borrowing Position) {
      pending.removeAll(keepingCapacity: true)
      pending.append(contentsOf: other.pending)
      pendingStart = other.pendingStart
      nextFrame = other.nextFrame
    }

    /// Becomes the beginning.
    public mutating func reset() {
      pending.removeAll(keepingCapacity: true)
      pendingStart = 0
      nextFrame = 0
    }

    fileprivate mutating func append(_ sample: Float) { pending.append(sample) }

    fileprivate mutating func forget(before position: Int) {
      pending.removeFirst(position - pendingStart)
      pendingStart = position
    }
  }

  /// Where the stream stands. One object serves many streams that take turns.
  public var position = Position()
  private var spectrum = PowerSpectrum()
  private let bank = MelFilterBank.whisper

  /// A stream at its beginning.
  public init() {}

  /// Takes the next samples, 16 kHz mono, and appends the frames that they complete.
  public mutating func append(_ samples: Span<Float>, to spectrogram: inout LogMelSpectrogram) {
    var taken = 0
    while taken < samples.count {
      let end = min(samples.count, taken + FrameGeometry.window)
      for index in taken..<end { position.append(samples[index]) }
      taken = end
      appendCompleteFrames(to: &spectrogram)
    }
  }

  /// Ends the sound: appends the frames that reach past its end, and begins anew.
  public mutating func finish(to spectrogram: inout LogMelSpectrogram) {
    while position.nextFrame < FrameGeometry.frameCount(samples: position.sampleCount) { appendFrame(to: &spectrogram) }
    position.reset()
  }

  private mutating func appendCompleteFrames(to spectrogram: inout LogMelSpectrogram) {
    while FrameGeometry.samplesNeeded(forFrame: position.nextFrame) <= position.sampleCount {
      appendFrame(to: &spectrogram)
    }
    // At the end of the sound a mirror image reaches back 40 samples at most: far less than half a frame.
    position.forget(before: max(0, FrameGeometry.start(ofFrame: position.nextFrame)))
  }

  private mutating func appendFrame(to spectrogram: inout LogMelSpectrogram) {
    let start = FrameGeometry.start(ofFrame: position.nextFrame)
    let (count, offset) = (position.sampleCount, position.pendingStart)
    let row = spectrogram.values.count
    spectrogram.values.append(contentsOf: repeatElement(0, count: LogMelSpectrogram.bands))
    let pending = position.pending
    spectrum.withPower { sample in
      pending[FrameGeometry.mirrored(start + sample, count: count) - offset]
    } _: { power in
      var values = spectrogram.values.mutableSpan
      bank.logEnergies(of: power, into: &values, at: row)
    }
    position.nextFrame += 1
  }
}
