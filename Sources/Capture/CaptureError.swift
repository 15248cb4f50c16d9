/// Why sound could not be read; every case names the file.
public enum CaptureError: Error, Equatable {
  /// There is nothing to open: no such file, no permission, a folder. `reason` is the system's.
  case cannotOpen(path: String, reason: String)
  /// A file of no bytes.
  case emptyFile(path: String)
  /// The file is no audio that libsndfile reads; `reason` is libsndfile's.
  case notAudio(path: String, reason: String)
  /// A sound file without a single sample.
  case noSamples(path: String)
  /// A sample rate, in Hz, outside 4,000...384,000.
  case unsupportedRate(path: String, rate: Int)
  /// More than 64 channels.
  case tooManyChannels(path: String, channels: Int)
  /// A channel, counted from 1, was asked for that the file does not have.
  case noSuchChannel(path: String, channel: Int, channels: Int)
  /// Decoding failed within a block of 4,096 samples of `sample`, counted from 0 at the file's own rate; `reason` is
  /// libsndfile's.
  case damaged(path: String, sample: Int, reason: String)
  /// The file ends after `samples` of the `expected` samples that its header promises.
  case truncated(path: String, samples: Int, expected: Int)
  /// The value at `sample` (from 0) in `channel` (from 1) is infinite or not a number.
  case notFinite(path: String, sample: Int, channel: Int)
  /// The file is longer than the caller allows.
  case tooLong(path: String, limit: Duration)
  /// A segment was asked for that begins, in seconds, where the file has ended.
  case noSuchSegment(path: String, start: Double)
  /// The sample-rate converter refused; `reason` is libsamplerate's.
  case cannotResample(path: String, reason: String)
  /// The file cannot be written; `reason` is libsndfile's.
  case cannotWrite(path: String, reason: String)
}

extension CaptureError: CustomStringConvertible {
  /// One line: the file, then what is wrong with it.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "\(path): cannot be opened: \(reason)"
    case .emptyFile(let path): "\(path): the file is empty"
    case .notAudio(let path, let reason): "\(path): not a sound file: \(reason)"
    case .noSamples(let path): "\(path): the sound file holds no samples"
    case .unsupportedRate(let path, let rate): "\(path): \(rate) Hz is outside 4000...384000 Hz"
    case .tooManyChannels(let path, let channels): "\(path): \(channels) channels, at most 64 are read"
    case .noSuchChannel(let path, let channel, let channels): "\(path): no channel \(channel), it has \(channels)"
    case .damaged(let path, let sample, let reason): "\(path): damaged near sample \(sample): \(reason)"
    case .truncated(let path, let samples, let expected): "\(path): ends after \(samples) of \(expected) samples"
    case .notFinite(let path, let sample, let channel):
      "\(path): sample \(sample) of channel \(channel) is not a finite number"
    case .tooLong(let path, let limit): "\(path): longer than \(limit)"
    case .noSuchSegment(let path, let start): "\(path): ends before \(start) s, where the segment begins"
    case .cannotResample(let path, let reason): "\(path): cannot be resampled: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
    }
  }
}
