import CALSA
import Glibc

extension CaptureDeviceInfo {
  /// All devices that ALSA names for capture, in its order.
  ///
  /// Each is opened for a moment to ask what it can do. Names behind which there is nothing, as those of plugins that lack
  /// their hardware, are left out, and so is `null`, which gives silence.
  public static func all() -> [CaptureDeviceInfo] {
    calsa_silence()
    var list: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    guard snd_device_name_hint(-1, "pcm", &list) == 0, let list else { return [] }
    defer { snd_device_name_free_hint(list) }
    var devices: [CaptureDeviceInfo] = []
    var index = 0
    while let hint = list[index] {
      index += 1
      guard let name = text("NAME", of: hint), name != "null", text("IOID", of: hint) != "Output" else { continue }
      let summary = (text("DESC", of: hint) ?? "").split(separator: "\n").joined(separator: ", ")
      let abilities = abilities(of: name)
      if case .failure(.noSuchDevice) = abilities { continue }
      devices.append(CaptureDeviceInfo(name: name, summary: summary, abilities: abilities))
    }
    return devices
  }

  private static func text(_ key: String, of hint: UnsafeMutableRawPointer) -> String? {
    guard let text = snd_device_name_get_hint(hint, key) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  private static func abilities(of name: String) -> Result<Abilities, MicrophoneError> {
    Result { () throws(MicrophoneError) in
      let handle = try ALSADevice.open(name)
      defer { snd_pcm_close(handle) }
      let parameters = try HardwareParameters(of: handle, device: name)
      return Abilities(rates: parameters.rates, channels: parameters.channels, formats: parameters.formats)
    }
  }
}
