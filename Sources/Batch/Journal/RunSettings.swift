import Files
import JSON
public import Recordings

/// Everything besides its files that decides the results of a run, so that a run can be known again.
public struct RunSettings: Hashable, Sendable {
  private struct Setting: Hashable {
    var name: String
    var value: String
  }

  private var settings: [Setting] = []

  /// No settings.
  public init() {}

  /// Adds a setting by its name for a person, and its value.
  public mutating func add(_ name: String, _ value: String) { settings.append(Setting(name: name, value: value)) }

  /// Adds the contents of a file.
  ///
  /// - Throws: `RecordingError.found` where it cannot be read.
  public mutating func add(_ name: String, contentsOf path: String) throws(RecordingError) {
    var contents = Fingerprint()
    do throws(InputFile.Problem) { try InputFile.read(path) { block, _ in contents.add(bytes: block) } } catch {
      throw .found(path: path, problem: error.description)
    }
    add(name, "\(contents)")
  }

  /// The settings as a JSON object.
  var json: String {
    var object = JSONText()
    for setting in settings { object.add(setting.name, setting.value) }
    return object.closed
  }

  /// What differs from the settings that a JSON object tells, in words; nil where nothing does.
  func difference(from node: JSONNode) -> String? {
    guard case .object(let members) = node.content else { return "its settings cannot be read" }
    for setting in settings {
      guard case .text(let value)? = members[setting.name]?.content else { return "\(setting.name): it had none" }
      if value != setting.value { return "\(setting.name): it was \(value), now it is \(setting.value)" }
    }
    return members.keys.sorted().first { name in !settings.contains { $0.name == name } }.map {
      "\($0): now there is none"
    }
  }
}
