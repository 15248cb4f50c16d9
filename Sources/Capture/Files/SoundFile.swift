import Glibc

/// A sound file, read in blocks as 16 kHz mono.
///
/// Anything libsndfile decodes: WAV, FLAC, Ogg, Opus, MP3, AIFF and others, 4 to 384 kHz, up to 64 channels. Full scale
/// is ±1; files of floating-point samples, lossy codecs and resampling may go a little beyond.
///
/// What is wrong with a file is made good where it can be, and told in `warnings`: a file that ends before its header says
/// gives the samples that are there; a WAV file without a length is heard to its end, and several in one file one after
/// the other; integers that are stored as floating-point numbers are scaled; of channels that cancel each other out the
/// loudest is heard. A FLAC file that ends early or loses its synchronisation, and a sample that is no number, are errors
/// that name the position.
public struct SoundFile: ~Copyable {
  /// The sample rate that `read(into:)` delivers, in Hz.
  public static let outputRate = 16_000
  /// The sample rates that are accepted, in Hz.
  public static let rates = 4_000...384_000
  /// The most channels that are accepted.
  public static let maximumChannels = 64

  private let bytes: SoundBytes
  private let layout: SoundLayout
  private let channel: Int?
  private let mix: SoundMix
  private var part: Int
  private var decoder: SoundDecoder
  private var resampler: Resampler?
  private var statistics = SampleStatistics()
  private var found: [SoundWarning]
  private var messages: [String] = []

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  public init(path: String, channel: Int? = nil) throws(CaptureError) {
    try self.init(path: path, channel: channel, segment: nil)
  }

  /// - Parameter segment: what will be heard; nothing else is looked at beforehand.
  init(path: String, channel: Int?, segment: Range<Double>?) throws(CaptureError) {
    let bytes = try SoundBytes(path: path)
    let layout = SoundLayout(bytes)
    var (mix, part, found) = (SoundMix(channel: channel.map { $0 - 1 }), 0, [SoundWarning]())
    var decoder = try Self.decoder(bytes, layout.parts[0], channel, mix)
    // A recording without samples is passed over where another one follows.
    while decoder.isEmpty, part + 1 < layout.parts.count {
      part += 1
      decoder = try Self.decoder(bytes, layout.parts[part], channel, mix)
    }
    if decoder.isEmpty { throw .noSamples(path: path) }
    if (channel == nil && decoder.channels > 1) || decoder.isFloat {
      found = Self.survey(segment ?? 0..<Double.infinity, of: &decoder, mayChoose: channel == nil, &mix)
      decoder = try Self.decoder(bytes, layout.parts[part], channel, mix)
    }
    let resampler = try Self.resampler(for: decoder)
    (self.bytes, self.layout, self.channel) = (bytes, layout, channel)
    (self.mix, self.part, self.found) = (mix, part, found)
    self.decoder = decoder
    self.resampler = resampler
  }

  private static func decoder(
    _ bytes: SoundBytes, _ part: SoundPart, _ channel: Int?, _ mix: SoundMix
  ) throws(CaptureError) -> SoundDecoder {
    let decoder = try SoundDecoder(bytes, part, mix: mix)
    let (rate, channels, path) = (decoder.rate, decoder.channels, bytes.path)
    guard rates.contains(rate) else { throw .unsupportedRate(path: path, rate: rate) }
    guard channels <= maximumChannels else { throw .tooManyChannels(path: path, channels: channels) }
    if let channel, !(1...channels).contains(channel) {
      throw .noSuchChannel(path: path, channel: channel, channels: channels)
    }
    return decoder
  }

  private static func resampler(for decoder: borrowing SoundDecoder) throws(CaptureError) -> Resampler? {
    decoder.rate == outputRate ? nil : try Resampler(from: decoder, to: outputRate)
  }

  /// Looks at what is to be heard, and decides how its channels become one.
  ///
  /// - Returns: what there is to say of it.
  private static func survey(
    _ segment: Range<Double>, of decoder: inout SoundDecoder, mayChoose: Bool, _ mix: inout SoundMix
  ) -> [SoundWarning] {
    var survey = SoundSurvey(channels: decoder.channels)
    var rest = samples(segment.upperBound - segment.lowerBound, rate: decoder.rate)
    do throws(CaptureError) {
      guard try decoder.seek(to: segment.lowerBound) else { return [] }
      while rest > 0 {
        let count = try decoder.survey(rest, into: &survey)
        if count == 0 { break }
        rest -= count
      }
    } catch {
      // What cannot be read is told when it is heard.
    }
    var found: [SoundWarning] = []
    if decoder.isFloat, let fullScale = survey.fullScale {
      mix.scale = 1 / Float(fullScale)
      found.append(.integers(fullScale: fullScale))
    }
    guard mayChoose else { return found }
    let verdict = survey.verdict
    mix.channel = verdict.channel
    return found + verdict.warnings
  }

  private static func samples(_ seconds: Double, rate: Int) -> Int {
    let count = seconds * Double(rate)
    return count < 1e15 ? Int(count.rounded()) : Int.max
  }

  /// The file's own sample rate, in Hz.
  public var rate: Int { decoder.rate }
  /// The file's own channels.
  public var channels: Int { decoder.channels }

  /// What a person should know of the sound, as far as it was read.
  public var warnings: [SoundWarning] {
    var seen: Set<String> = []
    let lines = (messages + decoder.messages).filter { seen.insert($0).inserted }
    return layout.warnings + found + statistics.warnings + lines.map(SoundWarning.decoder)
  }

  /// Reads the next samples: 16 kHz, mono.
  ///
  /// - Returns: how many were written to the beginning of `output`; 0 at the end of the file, and only there.
  public mutating func read(into output: inout MutableSpan<Float>) throws(CaptureError) -> Int {
    precondition(!output.isEmpty)
    while true {
      let count = try next(into: &output)
      guard count == 0 else {
        statistics.add(output.span, count: count)
        return count
      }
      guard try goOn() else { return 0 }
    }
  }

  private mutating func next(into output: inout MutableSpan<Float>) throws(CaptureError) -> Int {
    if let count = try resampler?.read(into: &output, from: &decoder) { return count }
    return try decoder.read(into: &output)
  }

  /// Goes to the next recording in the file; false where there is none.
  private mutating func goOn() throws(CaptureError) -> Bool {
    noteEnd()
    guard part + 1 < layout.parts.count else { return false }
    messages += decoder.messages
    part += 1
    var mix = mix
    let next = try Self.decoder(bytes, layout.parts[part], channel, mix)
    // Which channel is the loudest was found out of a recording that may have had more of them.
    if let heard = mix.channel, heard >= next.channels { mix.channel = nil }
    decoder = mix.channel == self.mix.channel ? next : try Self.decoder(bytes, layout.parts[part], channel, mix)
    resampler = try Self.resampler(for: decoder)
    return true
  }

  /// Tells that the file has ended before its time.
  private mutating func noteEnd() {
    guard let end = layout.end(of: decoder), !found.contains(end) else { return }
    found.append(end)
  }

  /// Goes to a moment, from which `read(into:)` then continues. Nothing may have been read before.
  ///
  /// - Parameter seconds: from the beginning of the file, at least 0.
  /// - Throws: `CaptureError.noSuchSegment` where the file ends before it.
  public mutating func seek(to seconds: Double) throws(CaptureError) {
    var rest = seconds
    while part + 1 < layout.parts.count, rest * Double(decoder.rate) >= Double(decoder.expectedSamples) {
      rest -= Double(decoder.expectedSamples) / Double(decoder.rate)
      guard try goOn() else { break }
    }
    guard try decoder.seek(to: rest) else { throw .noSuchSegment(path: bytes.path, start: seconds) }
  }

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
    try sound(of: path, channel: channel, segment: segment, limit: limit).samples
  }

  /// The same, with what a person should know of it.
  public static func sound(
    of path: String, channel: Int? = nil, segment: Range<Double>? = nil, limit: Duration = .seconds(3600)
  ) throws(CaptureError) -> (samples: [Float], warnings: [SoundWarning]) {
    var samples: [Float] = []
    do {
      let warnings = try read(path, channel: channel, segment: segment, limit: limit, by: 4096) { samples += $0 }
      return (samples, warnings)
    } catch let error as CaptureError {
      throw error
    } catch {
      // Nothing else is thrown, as nothing throws that takes the samples.
      throw .cannotOpen(path: path, reason: "\(error)")
    }
  }

  /// The same, a block at a time.
  ///
  /// - Parameters:
  ///   - limit: a longer sound is an error; nil for no limit.
  ///   - block: how many samples at a time, at least 1.
  ///   - take: is given them.
  /// - Throws: `CaptureError`, and what `take` throws.
  public static func read(
    _ path: String, channel: Int? = nil, segment: Range<Double>? = nil, limit: Duration? = .seconds(3600),
    by block: Int, _ take: ([Float]) throws -> Void
  ) throws -> [SoundWarning] {
    var file = try SoundFile(path: path, channel: channel, segment: segment)
    if let segment { try file.seek(to: segment.lowerBound) }
    let seconds = limit.map { $0 / .seconds(1) } ?? .infinity
    let maximum = samples(seconds, rate: outputRate)
    let wanted = samples((segment.map { $0.upperBound - $0.lowerBound } ?? .infinity), rate: outputRate)
    let end = wanted <= maximum ? wanted : Int.max
    // Where the header tells that it is too long, nobody waits for that.
    if let limit, file.expectedSeconds(of: segment).map({ $0 > seconds + 1 }) ?? false {
      throw CaptureError.tooLong(path: path, limit: limit)
    }
    var (buffer, total) = ([Float](repeating: 0, count: block), 0)
    while total < end {
      var output = buffer.mutableSpan
      let count = min(try file.read(into: &output), end - total)
      if count == 0 { break }
      total += count
      if let limit, total > maximum { throw CaptureError.tooLong(path: path, limit: limit) }
      try take(Array(buffer[..<count]))
    }
    if total == 0 {
      throw segment.map { CaptureError.noSuchSegment(path: path, start: $0.lowerBound) }
        ?? CaptureError.noSamples(path: path)
    }
    return file.warnings
  }

  /// How long the sound is that will be heard, as far as the header can be believed; nil where it cannot.
  private func expectedSeconds(of segment: Range<Double>?) -> Double? {
    guard layout.parts.count == 1, decoder.hasExactLength else { return nil }
    let seconds = Double(decoder.expectedSamples) / Double(decoder.rate)
    guard let segment else { return seconds }
    return min(seconds, segment.upperBound) - segment.lowerBound
  }
}
