import Aligner
import ArgumentParser
import Capture
import Commands
import Lexicon
import Recognition
import Scoring

/// `attune score`: many files, one record each.
struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recognises sound files, one line each.",
    discussion: """
      Folders are searched with their subfolders for files that libsndfile reads (WAV, FLAC, Ogg, Opus, MP3, AIFF and \
      others), at any sample rate. A file is one command, however long it is. A file that cannot be read is a line with \
      an error, and the run goes on.

      A line of JSON is: {"file", "intent": name or null, "slots": {name: value}, "words", "confidence", "start", \
      "end", "seconds", "error"}; times are in seconds, and what is not known is null. Lines come in the order of the \
      files. A summary goes to standard error.

      A transcript from elsewhere can join the sound: for speech.wav the first of speech.jsonl, speech.json (a list of \
      words, or what Whisper or Vosk write), speech.ctm and speech.txt, a column of a manifest, or what another \
      recogniser hears. A row of a manifest that has a transcript needs no other. A file without one is understood by \
      sound alone.

      Exit status: 0 when every file was read, understood or not; 1 when some could not be; 2 when nothing could be done \
      at all; 64 for a mistake on the command line.
      """)

  @Option(name: .customLong("commands"), help: "A command file. Several are merged.")
  var commandFiles: [String]

  @Option(help: "The confidence, 0 to 1, below which a command is rejected.")
  var threshold = Confidence.defaultThreshold

  @Option(help: "How to write the records.")
  var format = RecordFormat.jsonl

  @Option(help: "A file for the records, written whole or not at all; standard output otherwise.")
  var output: String?

  @Option(help: "How many files to work on at a time. (default: one for each processor)")
  var jobs: Int?

  @Option(help: "Measure acceptance against a labels file in the speech-to-intent benchmark's format.")
  var labels: String?

  @Flag(help: ArgumentHelp("Add what the confidence is made from to JSON lines, to fit it anew.", visibility: .hidden))
  var features = false

  @OptionGroup(title: "Transcripts") var transcripts: TranscriptOptions

  @OptionGroup(title: "Transcripts") var upstream: TranscriberOptions

  @OptionGroup(title: "Manifest") var list: ManifestOptions

  @OptionGroup(title: "Noise") var noise: NoiseOptions

  @Argument(help: "Sound files, and folders of them.")
  var paths: [String] = []

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold has to be between 0 and 1.") }
    guard (1...1024).contains(jobs ?? 1) else { throw ValidationError("--jobs has to be between 1 and 1024.") }
    guard !paths.isEmpty || list.manifest != nil else {
      throw ValidationError("Sound files, folders of them or a --manifest are needed.")
    }
    guard transcripts.place == nil || upstream.address == nil else {
      throw ValidationError("--transcripts and --transcriber are two sources of the same thing: choose one.")
    }
  }

  func run() async throws {
    let totals: RunTotals
    do {
      totals = try await score()
    } catch {
      throw ExitCode.nothingDone(error)
    }
    if totals.errors > 0 { throw ExitCode.someFailed }
  }

  private func score() async throws -> RunTotals {
    let grammar = try Grammar(contentsOf: commandFiles)
    let lexicon = try Lexicon().adding(grammar.pronunciations)
    let graph = try CommandGraph(grammar, lexicon: lexicon)
    let truth = try labels.map(Labels.init(contentsOf:))
    let items = try SoundFileList.files(in: paths).map { BatchItem($0) } + list.items()
    guard !items.isEmpty else { throw ScoringError.noSoundFiles(paths: paths + [list.manifest].compactMap(\.self)) }
    let mixer = try noise.mixer()
    var sink = try ResultSink(path: output)
    let clock = ContinuousClock()
    let start = clock.now
    let model = try AcousticModel()
    let settings = try settings(lexicon)
    let loaded = clock.now
    let transcriber = upstream.transcriber()
    let source = transcripts.folder.map(TranscriptSource.folder) ?? transcriber.map(TranscriptSource.upstream) ?? .none
    let scorer = BatchScorer(jobs: jobs ?? Self.processors, noise: mixer, transcripts: source) {
      Recognizer(model: model, graph: graph, settings: settings)
    }
    let (totals, acceptance) = try await write(items, by: scorer, to: &sink, against: truth)
    let summary = RunSummary(totals: totals, wall: clock.now - loaded, modelLoad: loaded - start)
    StandardError.line(summary.text)
    if let transcriber { StandardError.line("transcripts from elsewhere: \(transcriber.transcribed) files") }
    if truth != nil { StandardError.line(acceptance.text) }
    return totals
  }

  private func write(
    _ items: [BatchItem], by scorer: BatchScorer, to sink: inout ResultSink, against truth: Labels?
  ) async throws -> (RunTotals, Acceptance) {
    var writer = RecordWriter(format: format, addsFeatures: features)
    var acceptance = Acceptance()
    var progress = ProgressLine(total: items.count)
    sink.write(writer.beginning)
    let totals = try await scorer.run(items) { record in
      ProgressLine.clear()
      sink.write(writer.add(record))
      acceptance.add(record, label: truth?[record.file])
      progress.advance()
    }
    ProgressLine.clear()
    sink.write(writer.ending)
    try sink.finish()
    return (totals, acceptance)
  }

  /// Whether a transcript may come from anywhere.
  private var hasTranscripts: Bool { transcripts.place != nil || upstream.address != nil || list.manifest != nil }

  private func settings(_ lexicon: Lexicon) throws -> Recognizer.Settings {
    var settings = Recognizer.Settings()
    settings.threshold = threshold
    if hasTranscripts { settings.fusion = try transcripts.fusion(lexicon) }
    return settings
  }
}
