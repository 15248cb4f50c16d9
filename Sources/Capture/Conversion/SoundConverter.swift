/// Makes 16 kHz mono of sound that comes in portions, as bytes, in some other format.
public struct SoundConverter: ~Copyable {
  /// The rates, in Hz, that are converted.
  public static let rates = 8_000...192_000
  /// The most channels that are mixed.
  public static let maximumChannels = CaptureFormat.maximumChannels

  private let sample: SampleFormat
  private let channels: Int
  private let mixer: ChannelMixer
  private var resampler: Resampler?

  /// A converter of interleaved frames. Channels are averaged.
  ///
  /// - Parameter name: what an error names.
  /// - Throws: `CaptureError` where the rate or the number of channels is none that is converted.
  public init(rate: Int, sample: SampleFormat, channels: Int, name: String = "sound") throws(CaptureError) {
    resampler = try Self.resampler(from: rate, channels: channels, name: name)
    self.sample = sample
    self.channels = channels
    mixer = ChannelMixer(channels: channels, selected: nil)
  }

  /// What converts the rate; nil where nothing has to.
  private static func resampler(from rate: Int, channels: Int, name: String) throws(CaptureError) -> Resampler? {
    guard rates.contains(rate) else { throw .unsupportedRate(path: name, rate: rate) }
    guard (1...maximumChannels).contains(channels) else { throw .tooManyChannels(path: name, channels: channels) }
    return rate == SoundFile.outputRate ? nil : try Resampler(from: rate, to: SoundFile.outputRate, name: name)
  }

  /// Forgets the sound so far: what comes next does not follow it.
  public mutating func reset() { resampler?.reset() }

  /// Converts whole frames; the last few samples of a resampled sound come with the next frames.
  ///
  /// - Returns: samples at 16 kHz, -1...1.
  /// - Precondition: the count of `bytes` is a multiple of a frame's.
  public mutating func convert(_ bytes: [UInt8]) throws(CaptureError) -> [Float] {
    let count = bytes.count / sample.width
    precondition(bytes.count == count * sample.width && count.isMultiple(of: channels))
    var mono = Self.decoded(bytes, count: count, as: sample)
    if channels > 1 { mono = Self.mixed(mono, frames: count / channels, by: mixer) }
    guard resampler != nil else { return mono }
    var result: [Float] = []
    try resampler?.convert(mono.span, into: &result)
    return result
  }

  private static func decoded(_ bytes: [UInt8], count: Int, as sample: SampleFormat) -> [Float] {
    var samples = [Float](repeating: 0, count: count)
    var output = samples.mutableSpan
    sample.decode(bytes.span, into: &output)
    return samples
  }

  private static func mixed(_ interleaved: [Float], frames: Int, by mixer: ChannelMixer) -> [Float] {
    var mono = [Float](repeating: 0, count: frames)
    var output = mono.mutableSpan
    // Decoding gives finite numbers only, which is all that mixing could complain of.
    try? mixer.mix(interleaved.span, count: frames, into: &output)
    return mono
  }
}
