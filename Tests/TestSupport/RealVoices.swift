import Foundation

/// Recordings of real people. They are no part of the repository: the environment variable `ATTUNE_DATA` names their
/// folder, and docs/data.md says what lies in it.
public enum RealVoices {
  private static let folder = ProcessInfo.processInfo.environment["ATTUNE_DATA"] ?? ""

  /// The speech-to-intent benchmark among them: `dev`, `labels.json`, `coffee_maker.yaml`. People order coffee.
  public static let speechToIntent = "\(folder)/speech-to-intent"

  /// Whether there are any.
  public static let areThere = !folder.isEmpty && FileManager.default.fileExists(atPath: speechToIntent)

  /// What a test says that is skipped for want of them.
  public static let absence = "no real voices: ATTUNE_DATA names no folder with them (docs/data.md)"

  /// The benchmark's command file, in Rhino's dialect; none where it is not there.
  public static let commandFiles = areThere ? ["\(speechToIntent)/coffee_maker.yaml"] : []
}
