/// A sound file, read in blocks as 16 kHz mono.
///
/// Anything libsndfile decodes: WAV, FLAC, Ogg, Opus, MP3, AIFF and others, 4 to 384 kHz, up to 64 channels. Full scale
/// is ±1; files of floating-point samples, lossy codecs and resampling may go a little beyond.
///
/// A WAV file that is shorter than its header says gives the samples that are there: recorders that were
/// switched off leave such files, and libsndfile corrects the length. A FLAC file that ends early or loses its
/// synchronisation is an error that names the position.
public struct SoundFile: ~Copyable {
  /// The sample rate that `read(into:)` delivers, in Hz.
  public static let outputRate = 16_000
  /// The sample rates that are accepted, in Hz.
  public static let rates = 4_000...384_000
  /// The most channels that are accepted.
  public static let maximumChannels = 64

  private var decoder: SoundDecoder
  private var resampler: Resampler?

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  public init(path: String, channel: Int? = nil) throws(CaptureError) {
    let decoder = try SoundDecoder(path: path, channel: channel)
    let (rate, channels) = (decoder.rate, decoder.channels)
    guard Self.rates.contains(rate) else { throw .unsupportedRate(path: path, rate: rate) }
    guard channels <= Self.maximumChannels else { throw .tooManyChannels(path: path, channels: channels) }
    if decoder.isEmpty { throw .noSamples(path: path) }
    if let channel, !(1...channels).contains(channel) {
      throw .noSuchChannel(path: path, channel: channel, channels: channels)
    }
    resampler = rate == Self.outputRate ? nil : try Resampler(from: decoder, to: Self.outputRate)
    self.decoder = decoder
  }

  /// The file's own sample rate, in Hz.
  public var rate: Int { decoder.rate }
  /// The file's own channels.
  public var channels: Int { decoder.channels }

  /// Reads the next samples: 16 kHz, mono.
  ///
  /// - Returns: how many were written to the beginning of `output`; 0 at the end of the file, and only there.
  public mutating func read(into output: inout MutableSpan<Float>) throws(CaptureError) -> Int {
    precondition(!output.isEmpty)
    if let count = try resampler?.read(into: &output, from: &decoder) { return count }
    return try decoder.read(into: &output)
  }

  /// Goes to a moment, from which `read(into:)` then continues. Nothing may have been read before.
  ///
  /// - Parameter seconds: from the beginning of the file, at least 0.
  /// - Throws: `CaptureError.noSuchSegment` where the file ends before it.
  public mutating func seek(to seconds: Double) throws(CaptureError) { try decoder.seek(to: seconds) }

  /// The whole of a file, or a segment of it: 16 kHz, mono. A segment that goes beyond the end of the file ends with it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  ///   - segment: in seconds, its end may be infinite; nil for the whole file. What is before it is not decoded.
  ///   - limit: a longer sound is an error: a small compressed file may stand for days of silence.
  public static func samples(
    of path: String, channel: Int? = nil, segment: Range<Double>? = nil, limit: Duration = .seconds(3600)
  ) throws(CaptureError) -> [Float] {
    var file = try SoundFile(path: path, channel: channel)
    if let segment { try file.seek(to: segment.lowerBound) }
    let maximum = Int(limit / .seconds(1) * Double(outputRate))
    let wanted = (segment.map { $0.upperBound - $0.lowerBound } ?? .infinity) * Double(outputRate)
    let end = wanted <= Double(maximum) ? Int(wanted.rounded()) : Int.max
    var samples: [Float] = []
    var block = [Float](repeating: 0, count: 4096)
    while samples.count < end {
      var output = block.mutableSpan
      let count = try file.read(into: &output)
      if count == 0 { break }
      samples += block[..<min(count, end - samples.count)]
      guard samples.count <= maximum else { throw .tooLong(path: path, limit: limit) }
    }
    if let segment, samples.isEmpty { throw .noSuchSegment(path: path, start: segment.lowerBound) }
    return samples
  }
}
