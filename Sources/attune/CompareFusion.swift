import Aligner
import ArgumentParser
import Files
import Lexicon
import Measurement
import Recognition
import Recordings

/// `attune fusion`: which way of fusion is best for these commands, recordings and transcripts?
struct CompareFusion: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fusion",
    abstract: "Measures the ways of fusion against one another on labelled recordings.",
    discussion: """
      Every recording is heard clean and in noise at every --snr, with the transcripts of every folder, and decided by \
      sound alone, by text alone, and by every way to use both. Nothing is rejected. A folder of transcripts may have \
      folders named 'clean', '6dB' and so on for each condition. Recordings without a transcript in every folder are \
      left out.

      Prints a table in Markdown: percent understood, and how many. A star marks what differs from the better of sound \
      and text alone with p < 0.05 (McNemar's test, exact, two-sided). Then, for each way, where it was worse than \
      that, what it gained where both were below 95 %, and what it cost.
      """)

  @OptionGroup var commandFiles: CommandFileOptions

  @Option(help: "The labels, in the speech-to-intent benchmark's format.")
  var labels: String

  @Option(name: .customLong("transcripts"), help: ArgumentHelp("A folder of transcripts.", valueName: "folder"))
  var folders: [String]

  @Option(name: .customLong("noise"), help: "A sound that is added as attune score adds it.")
  var noise: String?

  @Option(name: .customLong("snr"), help: "A ratio of speech to noise in decibels.")
  var decibels: [Double] = []

  @Flag(inversion: .prefixedNo, help: "Also hear the recordings as they are.")
  var clean = true

  @Option(name: .customLong("way"), help: "A way to measure; all by default.")
  var ways: [FusionName] = FusionName.allCases.filter { $0 != .none }

  @Flag(help: "Also measure what the networks would decide by themselves, without the guards of sound and text.")
  var alone = false

  @Option(help: "Take every n-th recording only.")
  var every = 1

  @OptionGroup var jobs: JobOptions

  @Argument(help: "Sound files, and folders of them.")
  var paths: [String]

  func validate() throws {
    guard (noise == nil) == decibels.isEmpty else { throw ValidationError("--noise and --snr need each other.") }
    guard decibels.allSatisfy(\.isFinite) else { throw ValidationError("--snr has to be a number.") }
    guard every >= 1 else { throw ValidationError("--every has to be 1 or more.") }
    guard clean || !decibels.isEmpty else { throw ValidationError("--no-clean needs an --snr.") }
    guard !ways.contains(.none) else { throw ValidationError("--way none is sound alone, which is always measured.") }
  }

  func run() async throws {
    do {
      try await compare()
    } catch {
      throw ExitCode.nothingDone(error)
    }
  }

  private func compare() async throws {
    let commands = try commandFiles.commands()
    let lexicon = commands.lexicon
    let aligner = try CrossModalAligner()
    let sets = folders.map(FusionComparison.TranscriptSet.init)
    let conditions = try conditions()
    let labels = try Labels(contentsOf: labels)
    let found = SoundFileList.items(in: paths).filter { $0.problem == nil }.map(\.file).filter { labels[$0] != nil }
    let files = found.filter { file in
      sets.allSatisfy { set in conditions.allSatisfy { set.hasTranscript(for: file, in: $0) } }
    }.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
    guard !files.isEmpty else {
      throw RecordingError.found(
        path: paths.joined(separator: ", "), problem: "no recording has a label and a transcript in every folder")
    }
    StandardError.line("\(files.count) of \(found.count) labelled recordings have every transcript and are measured")
    let all =
      [
        FusionComparison.Way(FusionTable.single.sound, .none),
        FusionComparison.Way(FusionTable.single.text, .late(LateFusion(lexicon: lexicon, weight: .infinity))),
      ] + ways.flatMap { ways(named: $0, lexicon: lexicon, aligner: aligner) }
    let comparison = FusionComparison(
      of: all, on: files, labels: labels, transcripts: sets, model: try AcousticModel(),
      graph: commands.graph, jobs: jobs.count)
    var table = FusionTable()
    try StandardOutput.line(FusionTable.head(ways: all.map(\.name)))
    for condition in conditions {
      for cell in try await comparison.cells(in: condition) {
        try StandardOutput.line(FusionTable.row(of: cell))
        table.append(cell)
      }
    }
    try StandardOutput.line("\n" + table.summary)
  }

  private func ways(named name: FusionName, lexicon: Lexicon, aligner: CrossModalAligner) -> [FusionComparison.Way] {
    let fusion = name.fusion(lexicon: lexicon, aligner: aligner)
    let way = FusionComparison.Way(name.rawValue, fusion)
    guard alone, case .neural(let neural) = fusion else { return [way] }
    return [way, FusionComparison.Way("\(name.rawValue) alone", .neural(neural.alone))]
  }

  private func conditions() throws -> [FusionComparison.Condition] {
    var found = clean ? [FusionComparison.Condition("clean")] : []
    guard let noise else { return found }
    let samples = try HeardFile.samples(of: noise)
    for value in decibels {
      let name = value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))dB" : "\(value)dB"
      found.append(.init(name, noise: NoiseMixer(noise: samples, decibels: value, seed: 0)))
    }
    return found
  }
}
