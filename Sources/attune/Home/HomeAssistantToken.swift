import FoundationEssentials
import HomeAssistant

/// Where the token for Home Assistant is from: a file or the environment, never an argument, which everybody can see.
enum HomeAssistantToken {
  private static let variable = "ATTUNE_HOME_ASSISTANT_TOKEN"

  /// Reads it.
  ///
  /// - Parameter path: the file; nil for the environment.
  /// - Throws: `HomeAssistantError.token`.
  static func read(_ path: String?) throws(HomeAssistantError) -> AccessToken {
    if let path { return try AccessToken(contentsOf: path) }
    guard let text = ProcessInfo.processInfo.environment[variable] else {
      throw .token(path: variable, reason: "the environment has none, and no file was named")
    }
    guard let token = AccessToken(text) else { throw .token(path: variable, reason: "what stands there can be none") }
    return token
  }
}
