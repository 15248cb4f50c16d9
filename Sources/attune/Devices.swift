import ArgumentParser
import Capture
import Files
import JSON

/// `attune devices`: what can be listened to.
struct Devices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the devices that can be listened to.",
    discussion: """
      A device is named as ALSA names it, and attune listen --device takes the name. Each is opened for a moment to ask \
      what it can do. Devices of your own ~/.asoundrc are \
      among them.

      Exit status: 0 when there is a device; 2 when there is none; 64 for a mistake on the command line.
      """)

  @Flag(help: "Write a line of JSON for each device.")
  var json = false

  func run() throws {
    // ALSA's plugins bring libraries, JACK's among them, that tell everybody what is not running.
    let devices = StandardError.muted { CaptureDeviceInfo.all() }
    do {
      for device in devices { try StandardOutput.line(json ? Self.json(device) : Self.text(device)) }
    } catch {
      throw ExitCode.nothingDone(error)
    }
    guard devices.isEmpty else { return }
    StandardError.line(
      """
      attune: ALSA knows no device to listen to. Is a microphone plugged in ('cat /proc/asound/cards')? May this user \
      open it (group 'audio')? In a container, is /dev/snd passed through?
      """)
    throw ExitCode(2)
  }

  private static func text(_ device: CaptureDeviceInfo) -> String {
    var lines = [device.name]
    if !device.summary.isEmpty { lines.append("    " + device.summary) }
    switch device.abilities {
    case .success(let abilities):
      let formats = abilities.formats.map(\.rawValue).joined(separator: " ")
      lines.append("    \(text(abilities.rates)) Hz, \(text(abilities.channels)) channels, \(formats)")
    case .failure(let error): lines.append("    \(error)")
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ range: ClosedRange<Int>) -> String {
    // What converts by itself has no bounds worth telling.
    if range.upperBound >= 1_000_000 { return "any number of" }
    return range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  private static func json(_ device: CaptureDeviceInfo) -> String {
    var object = JSONText()
    object.add("device", device.name)
    object.add("description", device.summary)
    let abilities = try? device.abilities.get()
    object.add("rates", json: abilities.map { list($0.rates) })
    object.add("channels", json: abilities.map { list($0.channels) })
    object.add("formats", json: abilities.map { JSONText.list($0.formats.map { JSONText.quoted($0.rawValue) }) })
    if case .failure(let error) = device.abilities {
      object.add("error", "\(error)")
    } else {
      object.add("error", json: nil)
    }
    return object.closed
  }

  private static func list(_ range: ClosedRange<Int>) -> String {
    JSONText.list([range.lowerBound, range.upperBound].map(String.init))
  }
}
