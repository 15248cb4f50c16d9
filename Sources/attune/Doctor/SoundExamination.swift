import Capture

/// Whether there is something to listen to, and whether this user may.
struct SoundExamination: Examination {
  let subject = "microphone"

  private static let folder = "/dev/snd"

  func finding(on machine: Machine) async -> Finding {
    let devices = machine.devices()
    let usable = devices.filter { (try? $0.abilities.get()) != nil }
    if let first = usable.first {
      let others = usable.count == 1 ? "" : ", and \(usable.count - 1) more (attune devices)"
      return .ok("'\(first.name)' can be opened\(others)")
    }
    guard let names = machine.names(Self.folder) else {
      return .absent(
        "there is no sound card",
        "attune listen needs one: plug one in, or in a container pass \(Self.folder) through")
    }
    // The kernel's name of a stream that captures: pcmC0D0c.
    let streams = names.filter { $0.hasPrefix("pcm") && $0.hasSuffix("c") }.map { "\(Self.folder)/\($0)" }
    guard !streams.isEmpty else {
      return .absent("the sound cards only play", "attune listen needs a microphone: plug one in")
    }
    if let closed = streams.first(where: { !machine.mayUse($0) }) {
      let group = machine.group(closed) ?? "audio"
      return .wrong(
        "this user may not open \(closed), which is for the group '\(group)'",
        "sudo usermod --append --groups \(group) $USER, then log in again")
    }
    guard let device = devices.first, case .failure(let error) = device.abilities else {
      return .wrong("ALSA names no device, though there is \(streams[0])", "look at ~/.asoundrc and /etc/asound.conf")
    }
    return .unknown("no device can be opened now: \(error)", "end what uses it, and look again")
  }
}
