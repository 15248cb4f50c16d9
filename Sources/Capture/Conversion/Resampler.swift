import CSampleRate

/// A streaming sample-rate converter for one channel: libsamplerate's medium sinc interpolator.
///
/// Measured at 48 to 16 kHz: flat to 6.5 kHz, -0.3 dB at 7 kHz, aliases below -119 dB, 5 ms a second of
/// sound; the best interpolator is flat to 7.5 kHz and costs 16 ms, more than the recogniser.
struct Resampler: ~Copyable {
  private let state: OpaquePointer
  private let ratio: Double
  /// What an error names.
  private let name: String
  /// Samples at the decoder's rate, of which those in `pending` are still to be converted.
  private var block = [Float](repeating: 0, count: 4096)
  private var pending = 0..<0

  /// A converter to `outputRate` Hz of what `decoder` delivers.
  init(from decoder: borrowing SoundDecoder, to outputRate: Int) throws(CaptureError) {
    try self.init(from: decoder.rate, to: outputRate, name: decoder.path)
  }

  /// A converter between two rates in Hz.
  ///
  /// - Parameter name: what an error names.
  init(from rate: Int, to outputRate: Int, name: String) throws(CaptureError) {
    var code: Int32 = 0
    guard let state = src_new(Int32(SRC_SINC_MEDIUM_QUALITY), 1, &code) else {
      throw .cannotResample(path: name, reason: Self.reason(code))
    }
    self.state = state
    self.name = name
    ratio = Double(outputRate) / Double(rate)
  }

  deinit { src_delete(state) }

  /// Forgets the sound so far: what comes next does not follow it.
  mutating func reset() { src_reset(state) }

  /// Converts samples of a sound without end, and appends what they give; the last few come with the next samples.
  mutating func convert(_ input: Span<Float>, into output: inout [Float]) throws(CaptureError) {
    var (taken, isFull) = (0, false)
    // Where the block was filled, more may be waiting though all of the input is taken.
    while taken < input.count || isFull {
      var data = SRC_DATA()
      data.src_ratio = ratio
      let code = Self.convert(input.extracting(taken...), &data, into: &block, state)
      guard code == 0 else { throw .cannotResample(path: name, reason: Self.reason(code)) }
      taken += data.input_frames_used
      output += block[..<data.output_frames_gen]
      isFull = data.output_frames_gen == block.count
    }
  }

  /// Reads the next samples at the output's rate.
  ///
  /// - Returns: how many were written to the beginning of `output`; 0 at the end of the sound, and only there.
  mutating func read(
    into output: inout MutableSpan<Float>, from decoder: inout SoundDecoder
  ) throws(CaptureError) -> Int {
    while true {
      if pending.isEmpty {
        var input = block.mutableSpan
        pending = 0..<(try decoder.read(into: &input))
      }
      let isLast = pending.isEmpty
      var data = SRC_DATA()
      data.src_ratio = ratio
      data.end_of_input = isLast ? 1 : 0
      let code = convert(&data, into: &output)
      guard code == 0 else { throw .cannotResample(path: decoder.path, reason: Self.reason(code)) }
      pending.removeFirst(data.input_frames_used)
      if data.output_frames_gen > 0 || isLast { return data.output_frames_gen }
    }
  }

  private func convert(_ data: inout SRC_DATA, into output: inout MutableSpan<Float>) -> Int32 {
    Self.convert(block.span.extracting(pending), &data, into: &output, state)
  }

  private static func convert(
    _ input: Span<Float>, _ data: inout SRC_DATA, into output: inout [Float], _ state: OpaquePointer
  ) -> Int32 {
    var output = output.mutableSpan
    return convert(input, &data, into: &output, state)
  }

  private static func convert(
    _ input: Span<Float>, _ data: inout SRC_DATA, into output: inout MutableSpan<Float>, _ state: OpaquePointer
  ) -> Int32 {
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        data.data_in = input.baseAddress
        data.input_frames = input.count
        data.data_out = output.baseAddress
        data.output_frames = output.count
        return src_process(state, &data)
      }
    }
  }

  /// libsamplerate's own words.
  private static func reason(_ code: Int32) -> String {
    src_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
