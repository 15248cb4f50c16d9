/// Makes 16 kHz mono of what a device delivers.
struct CaptureConverter: ~Copyable {
  private let format: CaptureFormat
  private let mixer: ChannelMixer
  private var resampler: Resampler?
  private var bytes: [UInt8]
  private var interleaved: [Float]
  private var mono: [Float]

  /// - Parameter channel: the channel to hear, from 1; nil for the mean of all.
  init(from format: CaptureFormat, channel: Int?) throws(CaptureError) {
    self.format = format
    mixer = ChannelMixer(channels: format.channels, selected: channel.map { $0 - 1 })
    if format.rate != SoundFile.outputRate {
      resampler = try Resampler(from: format.rate, to: SoundFile.outputRate, name: "\(format)")
    }
    // 20 ms at a time.
    let frames = format.rate / 50
    bytes = Array(repeating: 0, count: frames * format.channels * format.sample.width)
    interleaved = Array(repeating: 0, count: frames * format.channels)
    mono = Array(repeating: 0, count: frames)
  }

  /// Forgets the sound so far: what comes next does not follow it.
  mutating func reset() { resampler?.reset() }

  /// Reads up to 20 ms; nothing where nothing came in time.
  mutating func read<Device: CaptureDevice & ~Copyable>(from device: inout Device) throws(CaptureFailure) -> [Float] {
    // Silence, where a device says that it has written more than it has.
    for index in bytes.indices { bytes[index] = 0 }
    let frames = try Self.read(device: &device, into: &bytes)
    guard frames > 0 else { return [] }
    let count = frames * format.channels
    Self.decode(bytes, count: count, as: format.sample, into: &interleaved)
    Self.mix(interleaved, count: frames, by: mixer, into: &mono)
    return try resampled(Array(mono[..<frames]))
  }

  private static func read<Device: CaptureDevice & ~Copyable>(
    device: inout Device, into bytes: inout [UInt8]
  ) throws(CaptureFailure) -> Int {
    var output = bytes.mutableSpan
    return try device.read(into: &output)
  }

  private mutating func resampled(_ samples: [Float]) throws(CaptureFailure) -> [Float] {
    guard resampler != nil else { return samples }
    var result: [Float] = []
    do { try resampler?.convert(samples.span, into: &result) } catch { throw .lost(reason: "\(error)") }
    return result
  }

  private static func decode(_ bytes: [UInt8], count: Int, as sample: SampleFormat, into output: inout [Float]) {
    var output = output.mutableSpan
    sample.decode(bytes.span.extracting(..<(count * sample.width)), into: &output)
  }

  private static func mix(_ interleaved: [Float], count: Int, by mixer: ChannelMixer, into output: inout [Float]) {
    var output = output.mutableSpan
    // Decoding gives finite numbers only, which is all that mixing could complain of.
    try? mixer.mix(interleaved.span, count: count, into: &output)
  }
}
