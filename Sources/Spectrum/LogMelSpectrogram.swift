/// Log-mel frames, 100 a second: log10 of the energy in 80 mel bands, not below -10.
///
/// The values are raw: Whisper's dynamic-range step looks at a whole segment, so it is made when a segment is
/// cut out, by `normalize(_:into:)`.
public struct LogMelSpectrogram: Sendable {
  /// The values of a frame, from the lowest band to the highest.
  public static let bands = MelFilterBank.bands

  /// Row-major [frames, 80].
  public internal(set) var values: [Float] = []

  /// The number of frames.
  public var frameCount: Int { values.count / Self.bands }

  /// No frames yet: what a `LogMelStream` appends to.
  public init() {}

  /// The frames of a whole sound, 16 kHz mono.
  public init(of samples: Span<Float>) {
    var stream = LogMelStream()
    values.reserveCapacity(FrameGeometry.frameCount(samples: samples.count) * Self.bands)
    stream.append(samples, to: &self)
    stream.finish(to: &self)
  }

  /// Removes all frames and keeps their storage.
  public mutating func removeAll() { values.removeAll(keepingCapacity: true) }

  /// Whisper's input scaling of a segment: nothing lies more than 8 (80 dB) below its loudest value, then (x + 4) / 4.
  ///
  /// - Parameters:
  ///   - frames: the segment.
  ///   - output: the network's input, row-major [frames, 80].
  public func normalize(_ frames: Range<Int>, into output: inout MutableSpan<Float>) {
    let segment = values.span.extracting(frames.lowerBound * Self.bands..<frames.upperBound * Self.bands)
    var peak = -Float.infinity
    for index in segment.indices { peak = max(peak, segment[index]) }
    normalize(frames, floor: peak - 8, into: &output)
  }

  /// The same scaling with a floor that does not depend on the segment.
  public func normalize(_ frames: Range<Int>, floor: Float, into output: inout MutableSpan<Float>) {
    let segment = values.span.extracting(frames.lowerBound * Self.bands..<frames.upperBound * Self.bands)
    precondition(output.count == segment.count)
    for index in segment.indices { output[index] = (max(segment[index], floor) + 4) / 4 }
  }
}
