import CALSA

/// The space of what an open device can do.
struct HardwareParameters: ~Copyable {
  private let handle: OpaquePointer
  private let parameters: OpaquePointer
  private let device: String

  /// - Parameter handle: an open device, which has to stay open as long as this lives.
  init(of handle: OpaquePointer, device: String) throws(MicrophoneError) {
    var parameters: OpaquePointer?
    snd_pcm_hw_params_malloc(&parameters)
    guard let parameters else { throw .failed(device: device, doing: "asking what it can do", reason: "no memory") }
    let answer = snd_pcm_hw_params_any(handle, parameters)
    guard answer >= 0 else {
      snd_pcm_hw_params_free(parameters)
      throw ALSACode(rawValue: answer).error(device: device, doing: "asking what it can do")
    }
    self.handle = handle
    self.parameters = parameters
    self.device = device
  }

  deinit { snd_pcm_hw_params_free(parameters) }

  /// The formats of samples that can be decoded.
  var formats: [SampleFormat] {
    SampleFormat.allCases.filter { snd_pcm_hw_params_test_format(handle, parameters, $0.alsa) == 0 }
  }

  /// The rates, in Hz.
  var rates: ClosedRange<Int> {
    var (low, high, direction): (UInt32, UInt32, Int32) = (0, 0, 0)
    snd_pcm_hw_params_get_rate_min(parameters, &low, &direction)
    snd_pcm_hw_params_get_rate_max(parameters, &high, &direction)
    // An open upper end lies beyond the last rate.
    if direction < 0 { high -= 1 }
    return Int(low)...max(Int(low), Int(high))
  }

  /// The numbers of channels.
  var channels: ClosedRange<Int> {
    var (low, high): (UInt32, UInt32) = (0, 0)
    snd_pcm_hw_params_get_channels_min(parameters, &low)
    snd_pcm_hw_params_get_channels_max(parameters, &high)
    return Int(low)...max(Int(low), Int(high))
  }

  /// The format to ask for: few channels before many, our own rate before others.
  ///
  /// - Parameter channel: the channel that has to be there, from 1; nil for any.
  func best(channel: Int?) throws(MicrophoneError) -> CaptureFormat {
    guard let sample = formats.first else {
      throw .unsuitable(
        device: device,
        reason: "it has none of the formats \(SampleFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if let channel, channels.upperBound < channel {
      throw .noSuchChannel(device: device, channel: channel, channels: channels.upperBound)
    }
    let counts = (channel ?? 1)...max(channel ?? 1, CaptureFormat.maximumChannels)
    for channels in counts where snd_pcm_hw_params_test_channels(handle, parameters, UInt32(channels)) == 0 {
      for rate in CaptureFormat.rates where snd_pcm_hw_params_test_rate(handle, parameters, UInt32(rate), 0) == 0 {
        return CaptureFormat(sample: sample, rate: rate, channels: channels)
      }
    }
    throw .unsuitable(
      device: device,
      reason: """
        it has \(rates.lowerBound) to \(rates.upperBound) Hz and \(channels.lowerBound) to \(channels.upperBound) \
        channels; 8000 to 192000 Hz and at most \(CaptureFormat.maximumChannels) channels are heard
        """)
  }

  /// Makes the device deliver `format`, in periods and with a buffer of about these lengths in microseconds.
  func set(_ format: CaptureFormat, period: UInt32, buffer: UInt32) throws(ALSACode) {
    var (period, buffer, direction) = (period, buffer, Int32(0))
    try ALSACode.check(snd_pcm_hw_params_set_access(handle, parameters, SND_PCM_ACCESS_RW_INTERLEAVED))
    try ALSACode.check(snd_pcm_hw_params_set_format(handle, parameters, format.sample.alsa))
    try ALSACode.check(snd_pcm_hw_params_set_channels(handle, parameters, UInt32(format.channels)))
    try ALSACode.check(snd_pcm_hw_params_set_rate(handle, parameters, UInt32(format.rate), 0))
    try ALSACode.check(snd_pcm_hw_params_set_period_time_near(handle, parameters, &period, &direction))
    try ALSACode.check(snd_pcm_hw_params_set_buffer_time_near(handle, parameters, &buffer, &direction))
    try ALSACode.check(snd_pcm_hw_params(handle, parameters))
  }
}
