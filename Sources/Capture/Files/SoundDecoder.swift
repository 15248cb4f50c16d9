import CSndFile
import Glibc

/// An open recording: libsndfile's samples at the file's own rate, mixed to one channel.
struct SoundDecoder: ~Copyable {
  let path: String
  /// Hz.
  let rate: Int
  let channels: Int
  /// The header says that there is not a single sample.
  let isEmpty: Bool
  /// Whether samples are stored as floating-point numbers.
  let isFloat: Bool
  /// Whether it is MP3, of which the header may tell how long it is.
  let isMPEG: Bool
  /// The samples a channel that libsndfile expects; an estimate for some formats.
  let expectedSamples: Int
  /// Whether that is what there is: uncompressed samples, or as FLAC tells.
  let hasExactLength: Bool
  /// What there is to say of it so far.
  private(set) var messages: [String] = []
  /// The samples a channel that were decoded or passed over so far.
  private(set) var position = 0

  private let file: OpaquePointer
  /// What `file` reads from.
  private let source: SoundPartFile?
  private let isSeekable: Bool
  private let mixer: ChannelMixer
  /// The samples a channel that a FLAC header promises; other formats correct their count, or estimate it (MP3).
  private let promisedSamples: Int?
  private var interleaved: [Float]

  /// The samples a channel that are decoded at a time.
  private static let blockSize = 4096
  /// How many different things a library's code may say of a file.
  private static let mostMessages = 8

  /// Only ever locked; what it guards cannot be put into Swift's `Mutex`, as it is libsndfile's.
  private nonisolated(unsafe) static let opening = {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    return mutex
  }()

  /// - Parameters:
  ///   - bytes: the file.
  ///   - part: the recording in it.
  ///   - mix: which channels to hear, and how loud.
  init(_ bytes: SoundBytes, _ part: SoundPart, mix: SoundMix) throws(CaptureError) {
    var info = SF_INFO()
    var (reason, messages) = ("", [String]())
    let isWhole = part.range == 0..<bytes.count && part.patches.isEmpty
    let source = isWhole ? nil : SoundPartFile(part, of: bytes)
    let file = Self.opened(bytes, source, &info, &reason, &messages)
    guard let file else { throw .notAudio(path: bytes.path, reason: reason) }
    self.file = file
    self.source = source
    self.messages = messages
    path = bytes.path
    rate = Int(info.samplerate)
    channels = Int(info.channels)
    let (type, subtype) = (Int(info.format) & SF_FORMAT_TYPEMASK, Int(info.format) & SF_FORMAT_SUBMASK)
    // Of Ogg that ends early libsndfile does not find out how long it is.
    isEmpty = info.frames == 0 && type != SF_FORMAT_OGG
    isFloat = subtype == SF_FORMAT_FLOAT || subtype == SF_FORMAT_DOUBLE
    isMPEG = type == SF_FORMAT_MPEG
    expectedSamples = Int(info.frames)
    hasExactLength = type != SF_FORMAT_OGG && type != SF_FORMAT_MPEG && info.frames < sf_count_t.max
    isSeekable = info.seekable != 0
    promisedSamples = type == SF_FORMAT_FLAC && info.frames < sf_count_t.max ? Int(info.frames) : nil
    mixer = ChannelMixer(channels: channels, selected: mix.channel, scale: mix.scale)
    interleaved = [Float](repeating: 0, count: Self.blockSize * channels)
  }

  deinit { sf_close(file) }

  /// libsndfile keeps the reason of a failed `sf_open` in a global: opening, and asking why it failed, is one step.
  private static func opened(
    _ bytes: SoundBytes, _ source: SoundPartFile?, _ info: inout SF_INFO, _ reason: inout String,
    _ messages: inout [String]
  ) -> OpaquePointer? {
    pthread_mutex_lock(opening)
    defer { pthread_mutex_unlock(opening) }
    let file = DecoderMessages.collecting(&messages) { open(bytes, source, &info) }
    if file == nil { reason = String(cString: sf_strerror(nil)) }
    return file
  }

  private static func open(_ bytes: SoundBytes, _ source: SoundPartFile?, _ info: inout SF_INFO) -> OpaquePointer? {
    if let source {
      var access = SoundPartFile.access
      return sf_open_virtual(&access, Int32(SFM_READ), &info, Unmanaged.passUnretained(source).toOpaque())
    }
    lseek(bytes.descriptor, 0, SEEK_SET)
    // libsndfile closes what it is given even where it is told not to, if it fails; so it gets a descriptor of its own.
    return sf_open_fd(fcntl(bytes.descriptor, F_DUPFD_CLOEXEC, 3), Int32(SFM_READ), &info, Int32(SF_TRUE))
  }

  /// Whether libsndfile has found that the file is not as long as its header says.
  var hasWrongLength: Bool {
    var text = [CChar](repeating: 0, count: 1 << 14)
    let count = sf_command(file, Int32(SFC_GET_LOG_INFO), &text, Int32(text.count))
    guard count > 0 else { return false }
    let log = String(decoding: text.prefix(Int(count)).map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
    return log.contains("(should be ") || log.contains("truncated file")
  }

  /// Goes on to a moment of a recording of which nothing was decoded yet.
  ///
  /// - Parameter seconds: at least 0.
  /// - Returns: false where it ends before that.
  mutating func seek(to seconds: Double) throws(CaptureError) -> Bool {
    let target = seconds * Double(rate)
    guard target < Double(sf_count_t.max) else { return false }
    let frame = Int(target.rounded())
    guard frame > 0 else { return true }
    let file = file
    if isSeekable,
      DecoderMessages.collecting(&messages, { sf_seek(file, sf_count_t(frame), Int32(SEEK_SET)) }) == frame
    {
      position = frame
    } else {
      // What cannot be jumped over is decoded, and tells what is wrong with it.
      while position < frame {
        let count = try decode(min(Self.blockSize, frame - position))
        if count == 0 { return false }
        position += count
      }
    }
    return promisedSamples.map { position < $0 } ?? true
  }

  /// Decodes and mixes the next samples.
  ///
  /// - Returns: how many were written to the beginning of `output`; 0 at the end of the recording, and only there.
  mutating func read(into output: inout MutableSpan<Float>) throws(CaptureError) -> Int {
    let count = try decode(min(output.count, Self.blockSize))
    do { try mixer.mix(interleaved.span, count: count, into: &output) } catch {
      throw .notFinite(path: path, sample: position + error.sample, channel: error.channel + 1)
    }
    position += count
    return count
  }

  /// Decodes the next samples for somebody who looks at all channels.
  ///
  /// - Parameter most: how many a channel at most.
  /// - Returns: how many were added; 0 at the end.
  mutating func survey(_ most: Int, into survey: inout SoundSurvey) throws(CaptureError) -> Int {
    let count = try decode(min(most, Self.blockSize))
    survey.add(interleaved.span, frames: count)
    position += count
    return count
  }

  /// Fills `interleaved` with up to `count` samples a channel.
  private mutating func decode(_ count: Int) throws(CaptureError) -> Int {
    let file = file
    let decoded = interleaved.withUnsafeMutableBufferPointer { buffer in
      DecoderMessages.collecting(&messages) { sf_readf_float(file, buffer.baseAddress, sf_count_t(count)) }
    }
    if messages.count > Self.mostMessages { messages.removeLast(messages.count - Self.mostMessages) }
    if sf_error(file) != Int32(SF_ERR_NO_ERROR) {
      throw .damaged(path: path, sample: position + Int(decoded), reason: String(cString: sf_strerror(file)))
    }
    if decoded == 0, let promisedSamples, position < promisedSamples {
      throw .truncated(path: path, samples: position, expected: promisedSamples)
    }
    return Int(decoded)
  }
}
