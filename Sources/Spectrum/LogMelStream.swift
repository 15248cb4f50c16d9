/// Turns sound into log-mel frames as it arrives.
///
/// Any division of the same samples into chunks gives the same frames, bit for bit. A frame comes out as soon as
/// the 200 samples after its centre are in; the last ones come with `finish`, which knows where the mirror stands.
public struct LogMelStream: ~Copyable, Sendable {
  private var spectrum = PowerSpectrum()
  private let bank = MelFilterBank.whisper
  /// The samples that frames still to come will look at.
  private var pending: [Float] = []
  /// The position of `pending`'s first sample in the sound.
  private var pendingStart = 0
  private var nextFrame = 0

  /// The samples appended since the beginning, or since `finish`.
  private var sampleCount: Int { pendingStart + pending.count }

  /// A stream at its beginning.
  public init() { pending.reserveCapacity(4 * FrameGeometry.window) }

  /// Takes the next samples, 16 kHz mono, and appends the frames that they complete.
  public mutating func append(_ samples: Span<Float>, to spectrogram: inout LogMelSpectrogram) {
    var taken = 0
    while taken < samples.count {
      let end = min(samples.count, taken + FrameGeometry.window)
      for index in taken..<end { pending.append(samples[index]) }
      taken = end
      appendCompleteFrames(to: &spectrogram)
    }
  }

  /// Ends the sound: appends the frames that reach past its end, and begins anew.
  public mutating func finish(to spectrogram: inout LogMelSpectrogram) {
    while nextFrame < FrameGeometry.frameCount(samples: sampleCount) { appendFrame(to: &spectrogram) }
    pending.removeAll(keepingCapacity: true)
    pendingStart = 0
    nextFrame = 0
  }

  private mutating func appendCompleteFrames(to spectrogram: inout LogMelSpectrogram) {
    while FrameGeometry.samplesNeeded(forFrame: nextFrame) <= sampleCount { appendFrame(to: &spectrogram) }
    // At the end of the sound a mirror image reaches back 40 samples at most: far less than half a frame.
    let firstNeeded = max(0, FrameGeometry.start(ofFrame: nextFrame))
    pending.removeFirst(firstNeeded - pendingStart)
    pendingStart = firstNeeded
  }

  private mutating func appendFrame(to spectrogram: inout LogMelSpectrogram) {
    let start = FrameGeometry.start(ofFrame: nextFrame)
    let (count, offset) = (sampleCount, pendingStart)
    let row = spectrogram.values.count
    spectrogram.values.append(contentsOf: repeatElement(0, count: LogMelSpectrogram.bands))
    spectrum.withPower { position in
      pending[FrameGeometry.mirrored(start + position, count: count) - offset]
    } _: { power in
      var values = spectrogram.values.mutableSpan
      bank.logEnergies(of: power, into: &values, at: row)
    }
    nextFrame += 1
  }
}
