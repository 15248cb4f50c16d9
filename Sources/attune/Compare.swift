import ArgumentParser
import Batch
import Files
import Measurement
import Recordings

/// `attune compare`: which of two results is better?
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares two results of attune score, file by file.",
    discussion: """
      Takes what attune score wrote with --format jsonl or csv, of the same files. Where it is known what they mean, \
      McNemar's test tells whether one is right more often or that is chance. Every file whose result has changed is \
      listed. A file is right as --labels and attune score have it: further slots cost nothing unless --strict.

      Exit status: 0 when both could be compared, 2 when they could not, 64 for a mistake on the command line.
      """)

  @Option(help: "What the files mean, in the speech-to-intent benchmark's format.")
  var labels: String?

  @Option(help: ArgumentHelp("The list that was scored, with the columns intent and slots.", valueName: "file"))
  var manifest: String?

  @Flag(help: "A file with slots that nobody spoke is wrong.")
  var strict = false

  @Option(help: "How to write the comparison.")
  var format = ReportFormat.text

  @Argument(help: "The first result.")
  var first: String

  @Argument(help: "The second result.")
  var second: String

  func run() throws {
    do {
      let labels = try labels.map(Labels.init(contentsOf:))
      let items = try manifest.map { path throws(RecordingError) in try Manifest(contentsOf: path).items } ?? []
      let truths = Dictionary(items.compactMap { item in item.truth.map { (item.name, $0) } }) { first, _ in first }
      let comparison = ResultComparison(
        try ResultReader.records(contentsOf: first), try ResultReader.records(contentsOf: second), isStrict: strict
      ) { file in truths[file] ?? labels?[file].map(Truth.command) }
      guard comparison.files > 0 else {
        throw BatchError.results(path: second, line: nil, problem: "it has no file of \(first)")
      }
      try StandardOutput.line(format == .text ? comparison.text() : comparison.json)
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }
}
