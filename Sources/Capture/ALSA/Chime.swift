import CALSA
import Dispatch
import Glibc

/// A short rising sound on an ALSA device: two tones of 60 ms, 20 dB below full scale.
///
/// The device is open only while it sounds, and whoever plays it does not wait.
public final class Chime: Sendable {
  private let device: String
  private let queue = DispatchQueue(label: "attune.chime")

  private static let rate: UInt32 = 48_000
  /// In Hz: an a, and the e above it.
  private static let tones = [880.0, 1318.5]
  private static let seconds = 0.06
  private static let ramp = 0.005
  private static let amplitude = 0.1

  /// - Parameter device: ALSA's name of it.
  public init(device: String = "default") { self.device = device }

  /// Plays it.
  ///
  /// - Parameter report: is told, on another thread, why that could not be done.
  public func play(_ report: @escaping @Sendable (MicrophoneError) -> Void) {
    queue.async { [device] in
      do throws(MicrophoneError) { try Self.play(on: device) } catch { report(error) }
    }
  }

  /// Waits until everything has been played.
  public func finish() { queue.sync {} }

  private static func play(on device: String) throws(MicrophoneError) {
    calsa_silence()
    do throws(ALSACode) {
      var handle: OpaquePointer?
      // Without waiting for whoever holds the device.
      try ALSACode.check(snd_pcm_open(&handle, device, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK))
      guard let handle else { return }
      defer { snd_pcm_close(handle) }
      try ALSACode.check(snd_pcm_nonblock(handle, 0))
      try ALSACode.check(
        snd_pcm_set_params(handle, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, rate, 1, 200_000))
      let samples = samples
      var written = 0
      while written < samples.count {
        let answer = samples[written...].withUnsafeBufferPointer {
          snd_pcm_writei(handle, $0.baseAddress, snd_pcm_uframes_t($0.count))
        }
        written += try ALSACode.check(Int32(answer))
      }
      try ALSACode.check(snd_pcm_drain(handle))
    } catch {
      throw .failed(device: device, doing: "playing", reason: error.reason)
    }
  }

  private static var samples: [Int16] {
    let count = Int(seconds * Double(rate))
    return tones.flatMap { tone in
      (0..<count).map { index in
        let time = Double(index) / Double(rate)
        let edge = min(1, min(time, seconds - time) / ramp)
        return Int16(32_767 * amplitude * edge * sin(2 * .pi * tone * time))
      }
    }
  }
}
