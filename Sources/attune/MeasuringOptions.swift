import ArgumentParser
import Files

/// What is measured where the truth is known, and where that goes.
struct MeasuringOptions: ParsableArguments {
  @Option(
    help: """
      What the files mean, in the speech-to-intent benchmark's format: acceptance, confusions and thresholds are measured.
      """)
  var labels: String?

  @Option(
    name: .customLong("by"),
    help: ArgumentHelp("Also measure for each value of this column of the list. May be repeated.", valueName: "column"))
  var columns: [String] = []

  @Option(help: ArgumentHelp("Write everything that was measured to this file, in JSON.", valueName: "file"))
  var measurements: String?

  @Option(
    help: ArgumentHelp(
      "What others reached, in CSV: a column of names, then percents accepted by ratio ('6 dB', 'clean').",
      valueName: "file"))
  var beside: String?

  @Option(
    help: ArgumentHelp(
      """
      Write a page to this file: the figures, charts, and the failures to be heard and seen. It needs no other file.
      """, valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("How many failures the page shows at most.", valueName: "count"))
  var clips = 40

  func validate() throws {
    guard (0...10_000).contains(clips) else { throw ValidationError("--clips has to be between 0 and 10000.") }
  }

  /// Where measurements and the report go: found before anything is heard, so that nobody waits for a night and then finds
  /// no folder.
  ///
  /// - Throws: `OutputError`.
  func places() throws(OutputError) -> (measurements: OutputPlace?, report: OutputPlace?) {
    let measurements = try measurements.map { path throws(OutputError) in try OutputPlace(path) }
    return (measurements, try report.map { path throws(OutputError) in try OutputPlace(path) })
  }
}
