import ArgumentParser

/// The command line. Results go to standard output, everything else to standard error.
@main struct Attune: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attune",
    abstract: "Recognises spoken commands, offline.",
    discussion: """
      What can be said stands in command files: YAML, in Home Assistant's sentence format or Picovoice Rhino's. A \
      change to them needs no training.

      Exit status: 0 when all is well; 1 when some files could not be read or recognised; 2 when nothing could be done \
      at all; 64 for a mistake on the command line.
      """,
    version: "0.1.1",
    subcommands: [
      Listen.self, Serve.self, Send.self, Devices.self, Score.self, Compare.self, Check.self, Rehearse.self,
      Align.self, Embed.self, Search.self, CompareFusion.self, Curve.self,
      Posteriors.self,
    ])
}
