/// Why a microphone cannot be heard; every case names the device.
public enum MicrophoneError: Error, Hashable {
  /// ALSA knows no such device, or its hardware is not there; `reason` is ALSA's.
  case noSuchDevice(device: String, reason: String)
  /// Somebody else holds the device.
  case busy(device: String)
  /// The user may not open the device.
  case notPermitted(device: String)
  /// The device has no rate, format and number of channels together that can be used; `reason` says what was missing.
  case unsuitable(device: String, reason: String)
  /// A channel, counted from 1, was asked for that the device does not have.
  case noSuchChannel(device: String, channel: Int, channels: Int)
  /// Anything else that ALSA refused to do.
  case failed(device: String, doing: String, reason: String)
}

extension MicrophoneError: CustomStringConvertible {
  /// One line: the device, what is wrong with it, what to try.
  public var description: String {
    switch self {
    case .noSuchDevice(let device, let reason):
      "\(device): no such capture device: \(reason); attune devices lists those that there are"
    case .busy(let device):
      """
      \(device): the device is busy: another program records from it, or a sound server (PulseAudio, PipeWire) holds \
      it; close that program, or use the server's own device: --device pulse or --device default
      """
    case .notPermitted(let device):
      "\(device): permission denied: only members of the group 'audio' may open sound devices"
    case .unsuitable(let device, let reason): "\(device): cannot be used: \(reason)"
    case .noSuchChannel(let device, let channel, let channels): "\(device): no channel \(channel), it has \(channels)"
    case .failed(let device, let doing, let reason): "\(device): \(doing) failed: \(reason)"
    }
  }
}
