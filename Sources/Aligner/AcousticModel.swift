import Foundation
public import Kernels
public import Spectrum

/// The whole network that hears: sound at 16 kHz to phone posteriors, 50 frames a second.
///
/// Immutable and shared by all workers; each has a `Workspace` of its own.
public struct AcousticModel: Sendable {
  /// How large its encoder is.
  static let size = EncoderSize.base
  /// The longest segment, in samples at 16 kHz: 30 s.
  public static let maximumSamples = 2 * AudioEncoder.maximumFrames * FrameGeometry.hop

  /// One worker's buffers. They grow to the longest segment that was seen; after that only results are allocated.
  public struct Workspace: ~Copyable, Sendable {
    fileprivate var stream = LogMelStream()
    fileprivate var spectrogram = LogMelSpectrogram()
    fileprivate var encoder = AudioEncoder.Workspace()
    fileprivate var head = PhoneHead.Workspace()

    /// Empty buffers.
    public init() {}
  }

  /// What the weights say about themselves: version, licences.
  public let metadata: [String: String]
  private let encoder: AudioEncoder
  private let head: PhoneHead

  /// The model that comes with this module.
  public init() throws(SafeTensorsError) { try self.init(encoder: Self.encoderPath(), head: Self.headPath()) }

  /// A model from files. Every tensor's shape is checked before this returns.
  ///
  /// - Parameters:
  ///   - encoderPath: the tensors `encoder.…`.
  ///   - headPath: the tensors `head.…`.
  public init(encoder encoderPath: String, head headPath: String) throws(SafeTensorsError) {
    encoder = try AudioEncoder(SafeTensors(path: encoderPath), size: Self.size)
    let tensors = try SafeTensors(path: headPath)
    metadata = tensors.metadata
    head = try PhoneHead(tensors, hearing: Self.size)
  }

  /// The posteriors of a segment of sound.
  ///
  /// - Parameter samples: 16 kHz mono, at most `maximumSamples`; below 160 there is no frame.
  public func posteriors(of samples: Span<Float>, using workspace: inout Workspace) -> PhonePosteriors {
    hear(samples, using: &workspace)
    return posteriors(in: workspace)
  }

  /// The posteriors of a segment of sound with what fusion needs besides.
  ///
  /// - Parameter samples: 16 kHz mono, at most `maximumSamples`; below 160 there is no frame.
  public func sound(of samples: Span<Float>, using workspace: inout Workspace) -> HeardSound {
    hear(samples, using: &workspace)
    return HeardSound(posteriors: posteriors(in: workspace), memories: workspace.head.memories)
  }

  /// The posteriors of a segment of a longer spectrogram.
  ///
  /// - Parameters:
  ///   - spectrogram: raw frames, as a `LogMelStream` makes them; the segment is normalised here.
  ///   - frames: the segment, at most 3,000 frames.
  public func posteriors(
    of spectrogram: LogMelSpectrogram, frames: Range<Int>, using workspace: inout Workspace
  ) -> PhonePosteriors {
    Self.normalize(spectrogram, frames, into: &workspace.encoder.mel)
    hear(using: &workspace)
    return posteriors(in: workspace)
  }

  private func hear(_ samples: Span<Float>, using workspace: inout Workspace) {
    workspace.spectrogram.removeAll()
    workspace.stream.append(samples, to: &workspace.spectrogram)
    workspace.stream.finish(to: &workspace.spectrogram)
    Self.normalize(workspace.spectrogram, 0..<workspace.spectrogram.frameCount, into: &workspace.encoder.mel)
    hear(using: &workspace)
  }

  /// Hears what stands in `workspace.encoder.mel`.
  private func hear(using workspace: inout Workspace) {
    encoder.encode(using: &workspace.encoder) { block, output in
      head.take(output, ofBlock: block, using: &workspace.head)
    }
    head.finish(using: &workspace.head)
  }

  private func posteriors(in workspace: borrowing Workspace) -> PhonePosteriors {
    PhonePosteriors(logProbabilities: workspace.head.output.values)
  }

  /// Where the encoder's weights are that come with this module.
  public static func encoderPath() throws(SafeTensorsError) -> String { try resource("whisper-base.safetensors") }

  /// Where the phone head's weights are that come with this module.
  public static func headPath() throws(SafeTensorsError) -> String { try resource("attune.safetensors") }

  /// The path of a file that comes with this module.
  static func resource(_ name: String) throws(SafeTensorsError) -> String {
    guard let path = Bundle.module.path(forResource: name, ofType: nil) else {
      throw .cannotRead(file: name, reason: "the module has no such resource")
    }
    return path
  }

  private static func normalize(_ spectrogram: LogMelSpectrogram, _ frames: Range<Int>, into mel: inout Matrix) {
    mel.reshape(rows: frames.count, columns: LogMelSpectrogram.bands)
    mel.withValues { spectrogram.normalize(frames, into: &$0) }
  }
}
