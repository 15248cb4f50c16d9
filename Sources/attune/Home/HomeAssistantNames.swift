import ArgumentParser
import Files
import HomeAssistant

/// `attune home-assistant`: the names of a home as a command file.
struct HomeAssistantNames: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "home-assistant",
    abstract: "Writes the names of a Home Assistant's entities, areas and floors as a command file.",
    discussion: """
      The file has the lists 'name', 'area' and 'floor', which Home Assistant's sentences refer to; it is given to the \
      other commands beside a file with sentences. In it are the entities that are exposed to Assist, and all aliases. \
      What is left out is told on standard error. The token is a long-lived access token of an administrator: your \
      profile in Home Assistant has them under Security. It may stand in the environment as \
      ATTUNE_HOME_ASSISTANT_TOKEN instead of a file. 'attune serve --home-assistant' keeps such a file fresh by itself.

      Exit status: 0 when the file was written; 2 when it was not; 64 for a mistake on the command line.
      """)

  @Option(help: ArgumentHelp("Where Home Assistant is: http://homeassistant.local:8123.", valueName: "address"))
  var url: HomeAssistantAddress

  @Option(help: ArgumentHelp("The token in the first line of this file.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("Where to write; standard output if it is left out.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("Trust these certificates instead of the system's, over https.", valueName: "PEM"))
  var authority: String?

  func run() async throws {
    do {
      let home = try await HomeAssistant(url, authority: authority).read(try HomeAssistantToken.read(tokenFile))
      let names = NamesFile(home)
      let text = names.yaml(from: url.description)
      if let output { try WholeFile.write(Array(text.utf8), to: output) } else { try StandardOutput.write(text) }
      for line in HomeAssistantReport(home, names).lines { StandardError.line("attune: \(line.printableLine)") }
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
