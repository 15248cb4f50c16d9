import Aligner
import ArgumentParser
import Commands
import Files
import Lexicon
import Measurement
import Pictures
import Recognition
import Recordings

/// `attune wake`: what a name is worth.
struct Wake: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a name that wakes is worth, before anybody uses it.",
    discussion: """
      Each name is tried on an hour of speech that is none: how often it would wake by itself stands beside its phones, what \
      sounds like it, and names of the same kind that are heard by mistake less often. With recordings, of people who say it \
      and of anything else, it is measured: missed and false accepts an hour at every threshold, with 95 % intervals (Wilson, \
      exact Poisson).

      Exit status: 0 when all is well; 1 when some recordings could not be read; 2 when nothing could be done at all; 64 for \
      a mistake on the command line.
      """)

  @Option(
    name: .customLong("commands"),
    help: ArgumentHelp(
      "Command files that are used with the name: what in them sounds like it, and their pronunciations. May be repeated.",
      valueName: "file"))
  var commandFiles: [String] = []

  @OptionGroup var background: BackgroundOptions

  @Option(help: "The confidence, 0 to 1, that the name needs.")
  var threshold = Confidence.defaultThreshold

  @Option(
    name: .customLong("false-accepts"),
    help: ArgumentHelp("How often in an hour a good name may wake by itself.", valueName: "per hour"))
  var limit = NameReport.Settings().limit

  @Option(
    help: ArgumentHelp(
      "People who say the name: a sound file, or a folder of them. May be repeated.", valueName: "path"))
  var spoken: [String] = []

  @Option(
    help: ArgumentHelp(
      "Other sound: a sound file, or a folder of them; heard once for all names. May be repeated.", valueName: "path"))
  var others: [String] = []

  @Option(help: ArgumentHelp("Draw what was measured to this file, .svg or .png.", valueName: "file"))
  var picture: String?

  @Flag(help: "Write a line of JSON for each name.")
  var json = false

  @Argument(help: "Names: one or more words each.")
  var names: [String]

  func validate() throws {
    try CommandOptions.check(threshold: threshold)
    guard limit > 0 else { throw ValidationError("--false-accepts has to be above 0.") }
    guard spoken.isEmpty || names.count == 1 else { throw ValidationError("--spoken goes with one name.") }
    guard picture == nil || names.count == 1 else { throw ValidationError("--picture goes with one name.") }
    guard picture == nil || !others.isEmpty else { throw ValidationError("--picture needs --others.") }
  }

  func run() throws {
    var failures = 0
    do {
      let place = try picture.map { try PicturePlace($0) }
      let (lexicon, commands) = try NameCommands.read(commandFiles)
      let background = try background.load()
      var settings = NameReport.Settings()
      (settings.threshold, settings.limit) = (threshold, limit)
      let names = try names.map { try WakeName($0, lexicon: lexicon) }
      let measured = spoken.isEmpty && others.isEmpty ? nil : try measure(names)
      for (index, name) in names.enumerated() {
        let report = try NameReport(name, against: background, beside: commands, settings: settings)
        let hearing = measured?[index]
        if json {
          try StandardOutput.line(report.json(measured: hearing?.curve.json(threshold: threshold)))
        } else {
          if index > 0 { try StandardOutput.line("") }
          try StandardOutput.line(report.text.printable)
          if let hearing { try StandardOutput.line(hearing.text(threshold: threshold).printable) }
        }
        if let hearing, let place {
          let title = "'\(name.text)': \(hearing.curve.summary)"
          try place.write(hearing.curve.chart(title: title, threshold: threshold).drawing())
        }
      }
      failures = measured?[0].curve.errors ?? 0
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if failures > 0 { throw ExitCode.someFailed }
  }

  /// Hears the recordings, each once for all names.
  private func measure(_ names: [WakeName]) throws -> [NameHearing.Heard] {
    let said = SoundFileList.items(in: spoken)
    guard spoken.isEmpty || !said.isEmpty else { throw RecordingError.noSoundFiles(paths: spoken) }
    let others = others.map { (path: $0, files: SoundFileList.items(in: [$0])) }
    if let empty = others.first(where: \.files.isEmpty) { throw RecordingError.noSoundFiles(paths: [empty.path]) }
    let hearing = try NameHearing(
      names, ears: EncoderOption.streaming.ears(), wholeEars: EncoderOption.whole.ears())
    var progress = ProgressLine(total: others.reduce(said.count) { $0 + $1.files.count })
    func hear(_ file: RecordingItem, _ take: ([Float]) -> Void) {
      if let samples = NameCommands.samples(of: file, failed: { hearing.add(failed: file.file, $0) }) { take(samples) }
      progress.advance()
    }
    for file in said { hear(file) { hearing.add(spoken: $0, file: file.file) } }
    for (path, files) in others {
      for file in files { hear(file) { hearing.add(other: $0, file: file.file, in: path) } }
    }
    ProgressLine.clear()
    return hearing.heard
  }
}
