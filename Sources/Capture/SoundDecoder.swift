import CSndFile
import Glibc
import Synchronization

/// An open sound file: libsndfile's samples at the file's own rate, mixed to one channel.
struct SoundDecoder: ~Copyable {
  let path: String
  /// Hz.
  let rate: Int
  let channels: Int
  /// The header says that there is not a single sample.
  let isEmpty: Bool

  private let file: OpaquePointer
  private let isSeekable: Bool
  private let mixer: ChannelMixer
  /// The samples a channel that a FLAC header promises; other formats correct their count, or estimate it (MP3).
  private let promisedSamples: Int?
  private var interleaved: [Float]
  /// The samples a channel that were decoded so far.
  private var position = 0

  /// The samples a channel that are decoded at a time.
  private static let blockSize = 4096

  /// libsndfile keeps the reason of a failed `sf_open` in a global: opening, and asking why it failed, is one step.
  private static let opening = Mutex(())

  /// - Parameters:
  ///   - path: the file.
  ///   - channel: the channel to hear, from 1; nil for the mean of all.
  init(path: String, channel: Int?) throws(CaptureError) {
    let descriptor = try Self.openDescriptor(path)
    var info = SF_INFO()
    var reason = ""
    // libsndfile closes the descriptor: with the sound file, or at once if it is none.
    let file = Self.opening.withLock { _ in
      let file = sf_open_fd(descriptor, Int32(SFM_READ), &info, Int32(SF_TRUE))
      if file == nil { reason = String(cString: sf_strerror(nil)) }
      return file
    }
    guard let file else { throw .notAudio(path: path, reason: reason) }
    self.file = file
    self.path = path
    rate = Int(info.samplerate)
    channels = Int(info.channels)
    isEmpty = info.frames == 0
    isSeekable = info.seekable != 0
    let isExact = Int(info.format) & SF_FORMAT_TYPEMASK == SF_FORMAT_FLAC && info.frames < sf_count_t.max
    promisedSamples = isExact ? Int(info.frames) : nil
    mixer = ChannelMixer(channels: channels, selected: channel.map { $0 - 1 })
    interleaved = [Float](repeating: 0, count: Self.blockSize * channels)
  }

  deinit { sf_close(file) }

  /// Goes to a moment of a file of which nothing was decoded yet.
  mutating func seek(to seconds: Double) throws(CaptureError) {
    let target = seconds * Double(rate)
    guard target < Double(sf_count_t.max) else { throw .noSuchSegment(path: path, start: seconds) }
    let frame = Int(target.rounded())
    guard frame > 0 else { return }
    if isSeekable, sf_seek(file, sf_count_t(frame), Int32(SEEK_SET)) == frame {
      position = frame
    } else {
      // What cannot be jumped over is decoded, and tells what is wrong with it.
      while position < frame {
        let count = try decode(min(Self.blockSize, frame - position))
        if count == 0 { throw .noSuchSegment(path: path, start: seconds) }
        position += count
      }
    }
    if let promisedSamples, position >= promisedSamples { throw .noSuchSegment(path: path, start: seconds) }
  }

  /// Decodes and mixes the next samples.
  ///
  /// - Returns: how many were written to the beginning of `output`; 0 at the end of the file, and only there.
  mutating func read(into output: inout MutableSpan<Float>) throws(CaptureError) -> Int {
    let count = try decode(min(output.count, Self.blockSize))
    do { try mixer.mix(interleaved.span, count: count, into: &output) } catch {
      throw .notFinite(path: path, sample: position + error.sample, channel: error.channel + 1)
    }
    position += count
    return count
  }

  /// Fills `interleaved` with up to `count` samples a channel.
  private mutating func decode(_ count: Int) throws(CaptureError) -> Int {
    let decoded = interleaved.withUnsafeMutableBufferPointer { sf_readf_float(file, $0.baseAddress, sf_count_t(count)) }
    if sf_error(file) != Int32(SF_ERR_NO_ERROR) {
      throw .damaged(path: path, sample: position + Int(decoded), reason: String(cString: sf_strerror(file)))
    }
    if decoded == 0, let promisedSamples, position < promisedSamples {
      throw .truncated(path: path, samples: position, expected: promisedSamples)
    }
    return Int(decoded)
  }

  /// Opens the file itself: the system's reasons for refusing are better than libsndfile's.
  private static func openDescriptor(_ path: String) throws(CaptureError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    var status = stat()
    fstat(descriptor, &status)
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      close(descriptor)
      throw .cannotOpen(path: path, reason: String(cString: strerror(EISDIR)))
    case S_IFREG where status.st_size == 0:
      close(descriptor)
      throw .emptyFile(path: path)
    default:
      return descriptor
    }
  }
}
