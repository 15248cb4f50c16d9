/// Where the frames of a spectrogram lie in the samples: Whisper's analysis, `torch.stft(center=True)` without its
/// last frame.
///
/// Frame t is centred on sample 160 t and covers samples 160 t - 200 ..< 160 t + 200. What lies outside the sound is
/// its mirror image (the edge sample is not repeated).
public enum FrameGeometry {
  /// Samples a second.
  public static let sampleRate = 16_000
  /// Samples in a frame: 25 ms.
  public static let window = 400
  /// Samples from one frame to the next: 10 ms.
  public static let hop = 160

  /// The frames of a sound of `samples` samples: one for each whole hop, none below 160 samples.
  public static func frameCount(samples: Int) -> Int { samples / hop }

  /// The position of a frame's first sample; negative in the frames that begin before the sound.
  static func start(ofFrame frame: Int) -> Int { frame * hop - window / 2 }

  /// How many samples must have come before `frame` can be computed without knowing where the sound ends.
  ///
  /// The first frame needs one sample more than it covers: its mirror image ends on sample 200.
  static func samplesNeeded(forFrame frame: Int) -> Int {
    max(start(ofFrame: frame) + window, window / 2 + 1)
  }

  /// The sample that stands at `position` of a sound of `count` samples that is mirrored at both ends, without end.
  ///
  /// PyTorch reflects once and refuses sounds of 200 samples or fewer; the mirrored signal has the period
  /// 2 (count - 1), as in NumPy's `pad(mode="reflect")`, and is defined for every sound that has a frame.
  static func mirrored(_ position: Int, count: Int) -> Int {
    if (0..<count).contains(position) { return position }
    let period = 2 * (count - 1)
    let remainder = position % period
    let offset = remainder < 0 ? remainder + period : remainder
    return min(offset, period - offset)
  }
}
