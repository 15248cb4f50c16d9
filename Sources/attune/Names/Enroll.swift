import Aligner
import ArgumentParser
import Commands
import Files
import Lexicon
import Measurement
import Recognition
import Recordings

/// `attune enroll`: a few recordings that sharpen a name.
struct Enroll: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Listens to a few recordings of a name, and proposes pronunciations and a threshold.",
    discussion: """
      Give three to ten recordings in which nothing but the name is said, each a file. A pronunciation is proposed where at \
      least two recordings share it, it raises the weakest of them, and other speech is not let through by it. The threshold \
      lets the recordings through and is expected to let other speech through seldom. Nothing is trained, and nothing leaves \
      the machine. Without --write nothing is changed.

      A line for each recording: its confidence where it is overheard, with an arrow to that with the proposals, and the \
      phones that were heard.

      Exit status: 0 when the name can be used; 1 when it is refused, since it cannot be told from other speech, or when some \
      recordings could not be used; 2 when nothing could be done at all; 64 for a mistake on the command line.
      """)

  @Option(help: ArgumentHelp("The name that was said.", valueName: "name"))
  var wake: String?

  @Option(help: ArgumentHelp("A command of the command files that was said, instead of a name.", valueName: "text"))
  var sentence: String?

  @Option(
    name: .customLong("commands"),
    help: ArgumentHelp("Command files whose pronunciations are known. May be repeated.", valueName: "file"))
  var commandFiles: [String] = []

  @Option(
    help: ArgumentHelp(
      "Add the pronunciations to this command file, under 'pronunciations:'; its other lines stay as they are.",
      valueName: "file"))
  var write: String?

  @OptionGroup var background: BackgroundOptions

  @Option(
    name: .customLong("false-accepts"),
    help: ArgumentHelp("How often in an hour other speech may be taken for it.", valueName: "per hour"))
  var limit = NameReport.Settings().limit

  @Flag(help: "Write JSON.")
  var json = false

  @Argument(help: "Recordings: sound files, and folders of them.")
  var paths: [String]

  func validate() throws {
    guard (wake == nil) != (sentence == nil) else { throw ValidationError("Give either --wake or --sentence.") }
    guard sentence == nil || !commandFiles.isEmpty else { throw ValidationError("--sentence needs --commands.") }
    guard limit > 0 else { throw ValidationError("--false-accepts has to be above 0.") }
  }

  func run() throws {
    let enrolment: Enrolment
    var failures = 0
    do {
      let name = try name()
      let files = SoundFileList.items(in: paths)
      guard !files.isEmpty else { throw RecordingError.noSoundFiles(paths: paths) }
      let examples = try examples(files, of: name)
      failures = files.count - examples.count
      enrolment = try Enrolment(of: name, in: examples, against: background.load(), limit: limit)
      try StandardOutput.line(json ? enrolment.json : enrolment.text.printable)
      if let write, enrolment.isDistinct { try add(enrolment.pronunciations, to: write) }
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if !enrolment.isDistinct || failures > 0 { throw ExitCode.someFailed }
  }

  private func name() throws -> WakeName {
    let (lexicon, commands) = try NameCommands.read(commandFiles)
    guard let sentence else { return try WakeName(wake ?? "", lexicon: lexicon) }
    let isSentence = commands?.graph.written.map { !$0.readings(of: WrittenText(sentence)).isEmpty } ?? false
    guard isSentence else { throw NameError.noSuchSentence(sentence) }
    return try WakeName(sentence, lexicon: lexicon, isCommand: true)
  }

  /// What was heard in the recordings; those that cannot be read, or in which nothing is said, are told and left out.
  private func examples(_ files: [RecordingItem], of name: WakeName) throws -> [Enrolment.Example] {
    let hearing = try NameHearing(
      [name], ears: EncoderOption.streaming.ears(), wholeEars: EncoderOption.whole.ears())
    return files.compactMap { file in
      guard let samples = NameCommands.samples(of: file, failed: { _ in }) else { return nil }
      let stretches = hearing.stretches(in: samples)
      guard !stretches.isEmpty else {
        StandardError.line("attune: " + "\(Explanation.named(file.file)): nothing is said in it".printableLine)
        return nil
      }
      return Enrolment.Example(file: file.file, stretches: stretches)
    }
  }

  private func add(_ entries: [PronunciationEdit.Entry], to path: String) throws {
    guard !entries.isEmpty else {
      StandardError.line("attune: " + "\(Explanation.named(path)): nothing to add".printableLine)
      return
    }
    let bytes: [UInt8]
    do throws(InputFile.Problem) {
      bytes = try InputFile.bytes(of: path, limit: BoundedYAML.bytes, isRegular: true)
    } catch {
      throw RecordingError.found(path: path, problem: error.description)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RecordingError.found(path: path, problem: BoundedYAML.encodingProblem(of: bytes))
    }
    let edited = try PronunciationEdit.adding(entries, to: text, file: path)
    try WholeFile.write(Array(edited.utf8), to: path)
    StandardError.line("attune: " + "\(path): added \(entries.map(\.word).joined(separator: ", "))".printableLine)
  }
}
