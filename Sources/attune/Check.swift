import ArgumentParser
import Commands
import Files
import FoundationEssentials
import Lexicon
import Recognition

/// `attune check`: what a command file was understood to say.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what command files allow to be said, and what looks wrong with them.",
    discussion: """
      The commands are tried on an hour of speech that is none. How often each would be taken for said, by a microphone \
      that is always open, stands beside it.

      Exit status: 0 when the files can be used, with warnings or without; 2 when they cannot; 64 for a mistake on the \
      command line.
      """)

  @OptionGroup var background: BackgroundOptions

  @Flag(help: "Do not try the commands on speech that is none, which takes some seconds.")
  var quick = false

  @Option(help: "How to write the report.")
  var format = ReportFormat.text

  @Argument(help: "Command files, which are merged.")
  var files: [String]

  func run() throws {
    do {
      let (grammar, lexicon) = (try Grammar(contentsOf: files), try Lexicon())
      var report = try CommandReport(grammar, lexicon: lexicon)
      if !quick { try report.expect(grammar, lexicon: lexicon, in: background.load()) }
      try StandardOutput.line(format == .text ? report.description : json(report))
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }

  private func json(_ report: CommandReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }
}
