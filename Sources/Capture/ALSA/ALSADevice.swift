import CALSA
import Glibc

/// An ALSA device that is open for capture.
///
/// Sendable because the handle belongs to this value alone, which cannot be copied.
struct ALSADevice: CaptureDevice, ~Copyable, @unchecked Sendable {
  let format: CaptureFormat
  private let handle: OpaquePointer

  /// How long a read waits, in milliseconds.
  private static let patience: Int32 = 100
  /// The length of a period, which bounds how late sound comes, in microseconds.
  private static let period: UInt32 = 20_000
  /// The length of the buffer, which bounds how long a reader may be away, in microseconds.
  private static let buffer: UInt32 = 500_000

  /// Opens a device, agrees with it on a format, and starts it.
  ///
  /// ALSA's own conversion of rates is plain linear interpolation, and its mixing of channels takes some away, so a
  /// device behind a `plug` is asked for what its hardware has.
  ///
  /// - Parameters:
  ///   - name: ALSA's name of the device.
  ///   - channel: the channel that is to be heard, from 1; nil for all.
  init(name: String, channel: Int?) throws(MicrophoneError) {
    let handle = try Self.open(name)
    do throws(MicrophoneError) {
      format = try Self.start(handle, name: name, channel: channel)
    } catch {
      snd_pcm_close(handle)
      throw error
    }
    self.handle = handle
  }

  deinit { snd_pcm_close(handle) }

  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(CaptureFailure) -> Int {
    let frames = bytes.count / (format.channels * format.sample.width)
    do throws(ALSACode) {
      if try ALSACode.check(snd_pcm_wait(handle, Self.patience)) == 0 { return 0 }
      let answer = bytes.withUnsafeMutableBytes { snd_pcm_readi(handle, $0.baseAddress, snd_pcm_uframes_t(frames)) }
      return try ALSACode.check(Int32(answer))
    } catch {
      guard error == .wouldBlock || error == .interrupted else { throw error.failure }
      return 0
    }
  }

  mutating func recover(from failure: CaptureFailure) throws(CaptureFailure) {
    do throws(ALSACode) {
      if failure == .suspended { try resume() } else { try ALSACode.check(snd_pcm_prepare(handle)) }
      // A device that resumes by itself runs already.
      if snd_pcm_state(handle) != SND_PCM_STATE_RUNNING { try ALSACode.check(snd_pcm_start(handle)) }
    } catch {
      throw .lost(reason: error.reason)
    }
  }

  func waiting() -> Int { max(0, snd_pcm_avail(handle)) }

  private func resume() throws(ALSACode) {
    for _ in 0..<50 {
      let answer = snd_pcm_resume(handle)
      if answer == 0 { return }
      // Hardware that cannot resume starts anew.
      guard answer == ALSACode.wouldBlock.rawValue else { break }
      usleep(100_000)
    }
    try ALSACode.check(snd_pcm_prepare(handle))
  }

  /// Opens a device without waiting for whoever holds it.
  static func open(_ name: String) throws(MicrophoneError) -> OpaquePointer {
    calsa_silence()
    var handle: OpaquePointer?
    let mode = SND_PCM_NONBLOCK | Int32(SND_PCM_NO_AUTO_RESAMPLE) | Int32(SND_PCM_NO_AUTO_CHANNELS)
    do { try ALSACode.check(snd_pcm_open(&handle, name, SND_PCM_STREAM_CAPTURE, mode)) } catch {
      throw error.error(device: name, doing: "opening")
    }
    guard let handle else { throw .failed(device: name, doing: "opening", reason: "ALSA gave no handle") }
    return handle
  }

  private static func start(
    _ handle: OpaquePointer, name: String, channel: Int?
  ) throws(MicrophoneError) -> CaptureFormat {
    let parameters = try HardwareParameters(of: handle, device: name)
    let format = try parameters.best(channel: channel)
    do throws(ALSACode) {
      try parameters.set(format, period: period, buffer: buffer)
      try ALSACode.check(snd_pcm_prepare(handle))
      try ALSACode.check(snd_pcm_start(handle))
    } catch {
      throw error.error(device: name, doing: "capturing \(format)")
    }
    return format
  }
}
