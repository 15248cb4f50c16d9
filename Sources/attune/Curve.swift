import Aligner
import ArgumentParser
import Batch
import Files
import FoundationEssentials
import Measurement
import Pictures
import Recognition
import Recordings

/// `attune curve`: what every threshold lets through.
struct Curve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures false accepts and rejected commands at every threshold.",
    discussion: """
      One run over sound that is no command tells how much of it would be taken for one, per hour; one over spoken \
      commands, where there are some, how many of them would be rejected. Both are told for every threshold, --threshold in words, with 95 % \
      intervals (exact Poisson, Wilson), and false accepts for each path alone as well. A file is one chance to be taken for a command, however long it is: cut long \
      recordings into pieces of the length of a sentence.

      Exit status: 0 when every file was read; 1 when some could not be; 2 when nothing could be done at all; 64 for a \
      mistake on the command line.
      """)

  @OptionGroup var commandOptions: CommandOptions

  @Option(help: ArgumentHelp("Spoken commands: a sound file, or a folder of them. May be repeated.", valueName: "path"))
  var spoken: [String] = []

  @Option(help: "A labels file for them in the speech-to-intent benchmark's format.")
  var labels: String?

  @Option(help: "How to write the result.")
  var format = ReportFormat.text

  @Option(help: ArgumentHelp("Draw the curve to this file, .svg or .png.", valueName: "file"))
  var picture: String?

  @OptionGroup var jobs: JobOptions

  @Option(help: "Hear each file as a whole, or as live sound is heard: as it comes.")
  var encoder = EncoderOption.whole

  @Argument(help: "Sound that is no command: files, and folders of them.")
  var paths: [String]

  func validate() throws {
    guard labels == nil || !spoken.isEmpty else { throw ValidationError("--labels needs --spoken.") }
  }

  func run() async throws {
    let curve: RejectionCurve
    let threshold = commandOptions.threshold
    do {
      curve = try await measure()
      try StandardOutput.line(format == .text ? curve.text(threshold: threshold) : curve.json(threshold: threshold))
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if curve.errors > 0 { throw ExitCode.someFailed }
  }

  private func measure() async throws -> RejectionCurve {
    var commands = try commandOptions.commands()
    // What any threshold would reject is counted afterwards.
    commands.settings.threshold = 0
    let truth = try labels.map(Labels.init(contentsOf:))
    let others = paths.map { (path: $0, files: SoundFileList.items(in: [$0])) }
    if let empty = others.first(where: \.files.isEmpty) { throw RecordingError.noSoundFiles(paths: [empty.path]) }
    let said = SoundFileList.items(in: spoken)
    guard spoken.isEmpty || !said.isEmpty else { throw RecordingError.noSoundFiles(paths: spoken) }
    let place = try picture.map { try PicturePlace($0) }
    let (ears, secondEars) = (try encoder.ears(), encoder.secondEars(.addressed))
    let scorer = BatchScorer(jobs: jobs.count) { [commands] in
      Recognizer(of: commands, ears: ears, secondEars: secondEars)
    }
    var curve = RejectionCurve()
    var progress = ProgressLine(total: others.reduce(said.count) { $0 + $1.files.count })
    func visit(_ record: FileRecord, _ count: (FileRecord) -> Void) {
      ProgressLine.clear()
      if let error = record.error {
        StandardError.line("attune: " + "\(Explanation.named(record.file)): \(error)".printableLine)
      }
      HeardFile.note(record.file, record.warnings)
      count(record)
      progress.advance()
    }
    for (path, files) in others {
      _ = try await scorer.run(files) { visit($1) { curve.add(other: $0, in: path) } }
    }
    _ = try await scorer.run(said) { visit($1) { curve.add(command: $0, label: truth?[$0.file]) } }
    ProgressLine.clear()
    if let place {
      let names = commandOptions.files.paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      let title = "\(names.joined(separator: ", ")): \(curve.summary)"
      let drawing = curve.chart(title: title, threshold: commandOptions.threshold).drawing()
      try place.write(drawing)
    }
    return curve
  }
}
