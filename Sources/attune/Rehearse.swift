import Aligner
import ArgumentParser
import Commands
import Files
import FoundationEssentials
import Lexicon
import Measurement
import Recognition

/// `attune rehearse`: which commands synthetic voices confuse.
struct Rehearse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Speaks sentences of command files, and tells which ones are confused.",
    discussion: """
      Sentences are sampled from the command files, every template in turn, and spoken by what is installed of \
      espeak-ng and flite, in several voices, speeds and pitches. Each is recognised without noise and in noise: babble \
      that is made up, or a recording. The report counts, for each level of noise, what was understood with all slots, \
      rejected, or taken for another command, and says which words to rename.

      The voices are synthetic: what they confuse is worth renaming, but the figures are no promise for real people. \
      The same seed gives the same report.

      Exit status: 0 when every sentence was spoken, understood or not; 1 when some could not be; 2 when nothing could \
      be done at all; 64 for a mistake on the command line.
      """)

  @OptionGroup var commandOptions: CommandOptions

  @Option(help: "How many sentences to speak.")
  var sentences = Rehearsal.Settings().sentences

  @Option(help: "Chooses sentences, speeds, pitches and stretches of noise.")
  var seed: UInt64 = 0

  @Option(help: "How many voices to use, of those that are installed.")
  var voices = 8

  @Option(help: "A recording of noise to use instead of babble; no shorter than any sentence.")
  var noise: String?

  @Option(
    name: .customLong("snr"),
    help: "A ratio of speech to noise in decibels. May be repeated. (default: 20, 10, 5 and 0)")
  var decibels: [Double] = []

  @Option(help: "How to write the report.")
  var format = ReportFormat.text

  @OptionGroup var jobs: JobOptions

  func validate() throws {
    guard (1...1_000_000).contains(sentences) else {
      throw ValidationError("--sentences has to be between 1 and 1000000.")
    }
    guard voices >= 1 else { throw ValidationError("--voices has to be 1 or more.") }
    guard decibels.allSatisfy(\.isFinite) else { throw ValidationError("--snr has to be numbers.") }
  }

  func run() async throws {
    let report: RehearsalReport
    do {
      report = try await rehearse()
      try StandardOutput.line(format == .text ? report.text() : report.json)
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if !report.failures.isEmpty { throw ExitCode.someFailed }
  }

  private func rehearse() async throws -> RehearsalReport {
    let grammar = try Grammar(contentsOf: commandOptions.files.paths)
    var commands = try CommandSet(grammar, lexicon: Lexicon())
    commands.settings.threshold = commandOptions.threshold
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let synthesizer = try Synthesizer.installed(voices: voices, path: path)
    var settings = Rehearsal.Settings()
    settings.sentences = sentences
    settings.seed = seed
    settings.jobs = jobs.count
    settings.noise = try noise.map { try HeardFile.samples(of: $0) }
    if !decibels.isEmpty { settings.levels = [.clean] + decibels.map(NoiseLevel.decibels) }
    let (ears, secondEars) = (try EncoderOption.whole.ears(), EncoderOption.whole.secondEars(.addressed))
    let rehearsal = Rehearsal(of: grammar, by: synthesizer, settings: settings) { [commands] in
      Recognizer(of: commands, ears: ears, secondEars: secondEars)
    }
    var progress = ProgressLine(total: rehearsal.sentences.count, of: "sentences")
    let trials = await rehearsal.run { progress.advance() }
    ProgressLine.clear()
    return RehearsalReport(of: rehearsal, trials: trials, voices: synthesizer.voices, lexicon: commands.lexicon)
  }
}
