import ArgumentParser
import Files
import HomeAssistant
import Service

/// Where `attune serve` has the names of a home from.
struct HomeOptions: ParsableArguments {
  @Option(
    name: .customLong("home-assistant"),
    help: ArgumentHelp(
      """
      Read the names of entities, areas and floors from this Home Assistant, as attune home-assistant does, and again when \
      they change. The last ones stay in force while it cannot be reached.
      """, valueName: "address"))
  var address: HomeAssistantAddress?

  @Option(
    name: .customLong("home-assistant-token-file"),
    help: ArgumentHelp(
      """
      Its token in the first line of this file. (default: what the environment has as ATTUNE_HOME_ASSISTANT_TOKEN)
      """, valueName: "file"))
  var tokenFile: String?

  @Option(
    name: .customLong("home-assistant-names"),
    help: ArgumentHelp("The command file that the names are written to; needed with it.", valueName: "file"))
  var namesFile: String?

  @Option(
    name: .customLong("home-assistant-authority"),
    help: ArgumentHelp("Trust these certificates instead of the system's, over https.", valueName: "PEM"))
  var authority: String?

  /// Adds what the configuration file says; nil where no Home Assistant is asked.
  func setup(_ file: ConfigurationFile) throws -> HomeSetup? {
    let address = try self.address ?? Self.address(file.homeAssistant)
    let names = namesFile ?? file.homeAssistantNames
    guard let address else {
      guard namesFile == nil, tokenFile == nil, authority == nil else {
        throw ValidationError("--home-assistant is needed with its other options.")
      }
      return nil
    }
    guard let names, !names.isEmpty, names != InputFile.standardInput else {
      throw ValidationError("--home-assistant-names is needed with --home-assistant: a file to write.")
    }
    let setup = HomeSetup(
      server: HomeAssistant(address, authority: authority ?? file.homeAssistantAuthority),
      tokenFile: tokenFile ?? file.homeAssistantTokenFile, namesFile: names)
    // What is wrong with the token is told at once.
    _ = try setup.token()
    return setup
  }

  private static func address(_ text: String?) throws -> HomeAssistantAddress? {
    guard let text else { return nil }
    guard let address = HomeAssistantAddress(text) else {
      throw ValidationError("home-assistant in the configuration file: '\(text)' is not http://host:port.")
    }
    return address
  }
}

/// Where the names are from, and where they are written.
struct HomeSetup: Sendable {
  var server: HomeAssistant
  var tokenFile: String?
  var namesFile: String

  /// The token as it is now.
  func token() throws(HomeAssistantError) -> AccessToken { try HomeAssistantToken.read(tokenFile) }
}
