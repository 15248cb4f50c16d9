import Aligner
import ArgumentParser
import Batch
import Commands
import Files
import FoundationEssentials
import Lexicon
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
      commands, where there are some, how many of them would be rejected. Both are told for every threshold, with 95 % \
      intervals (exact Poisson, Wilson), and false accepts for each path alone as well. A file is one chance to be taken for a command, however long it is: cut long \
      recordings into pieces of the length of a sentence.

      Exit status: 0 when every file was read; 1 when some could not be; 2 when nothing could be done at all; 64 for a \
      mistake on the command line.
      """)

  @Option(name: .customLong("commands"), help: "A command file. Several are merged.")
  var commandFiles: [String]

  @Option(help: ArgumentHelp("Spoken commands: a sound file, or a folder of them. May be repeated.", valueName: "path"))
  var spoken: [String] = []

  @Option(help: "A labels file for them in the speech-to-intent benchmark's format.")
  var labels: String?

  @Option(help: "The confidence, 0 to 1, that is told in words.")
  var threshold = Confidence.defaultThreshold

  @Option(help: "How to write the result.")
  var format = ReportFormat.text

  @Option(help: ArgumentHelp("Draw the curve to this file, .svg or .png.", valueName: "file"))
  var picture: String?

  @Option(help: "How many files to work on at a time. (default: one for each processor)")
  var jobs: Int?

  @Option(help: "Hear each file as a whole, or as live sound is heard: as it comes.")
  var encoder = EncoderOption.whole

  @Argument(help: "Sound that is no command: files, and folders of them.")
  var paths: [String]

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold has to be between 0 and 1.") }
    guard (1...1024).contains(jobs ?? 1) else { throw ValidationError("--jobs has to be between 1 and 1024.") }
    guard labels == nil || !spoken.isEmpty else { throw ValidationError("--labels needs --spoken.") }
  }

  func run() async throws {
    let curve: RejectionCurve
    do {
      curve = try await measure()
      try StandardOutput.line(format == .text ? curve.text(threshold: threshold) : curve.json(threshold: threshold))
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if curve.errors > 0 { throw ExitCode.someFailed }
  }

  private func measure() async throws -> RejectionCurve {
    let grammar = try Grammar(contentsOf: commandFiles)
    let graph = try CommandGraph(grammar, lexicon: Lexicon().adding(grammar.pronunciations))
    let truth = try labels.map(Labels.init(contentsOf:))
    let others = paths.map { (path: $0, files: SoundFileList.items(in: [$0])) }
    if let empty = others.first(where: \.files.isEmpty) { throw RecordingError.noSoundFiles(paths: [empty.path]) }
    let commands = SoundFileList.items(in: spoken)
    guard spoken.isEmpty || !commands.isEmpty else { throw RecordingError.noSoundFiles(paths: spoken) }
    let place = try picture.map { try PicturePlace($0) }
    let ears = try encoder.ears()
    let scorer = BatchScorer(jobs: jobs ?? Score.processors) {
      var settings = Recognizer.Settings()
      settings.threshold = 0
      return Recognizer(ears: ears, graph: graph, settings: settings)
    }
    var curve = RejectionCurve()
    var progress = ProgressLine(total: others.reduce(commands.count) { $0 + $1.files.count })
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
    _ = try await scorer.run(commands) { visit($1) { curve.add(command: $0, label: truth?[$0.file]) } }
    ProgressLine.clear()
    if let place {
      let names = commandFiles.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      let title = "\(names.joined(separator: ", ")): \(curve.summary)"
      let drawing = curve.chart(title: title, threshold: threshold).drawing()
      try place.write(drawing)
    }
    return curve
  }
}
