import Aligner
import ArgumentParser
import Batch
import Capture
import Files
import Measurement
import Recognition
import Recordings
import Upstream

/// `attune score`: many files, one record each.
struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recognises sound files, one line each.",
    discussion: """
      Folders are searched with their subfolders for files that libsndfile reads (WAV, FLAC, Ogg, Opus, MP3, AIFF and \
      others), at any sample rate. A file of up to an hour is one command, however long it is; of a longer \
      recording every command in it is a line. A file that cannot be read is a line with an error, and the run goes on.

      A line of JSON is: {"file", "intent": name or null, "slots": {name: value}, "words", "confidence", "start", \
      "end", "seconds", "error", "warnings", "slotConfidences": {name: number}, "guessed": {name: phones}}; times are in \
      seconds, and what is not known is null. Where the words of a free part are guessed from the sound, "guessed" has \
      the phones that were heard. Warnings tell where a sound was heard as well as it could be, such as a file that ends early; with other formats they go to standard \
      error. Lines come in the order of the files. A summary goes to standard error.

      A transcript from elsewhere can join the sound: for speech.wav the first of speech.jsonl, speech.json (a list of \
      words, or what Whisper or Vosk write), speech.ctm and speech.txt, a column of a manifest, or what another \
      recogniser hears. A row of a manifest that has a transcript needs no other. A file without one is understood by \
      sound alone.

      With --output, every record is kept beside it as soon as it is known, in NAME.unfinished. A run that was broken \
      off is continued by the same command with --resume, and the file becomes what it would have been.

      Exit status: 0 when every file was read, understood or not; 1 when some could not be; 2 when nothing could be done \
      at all; 64 for a mistake on the command line.
      """)

  @OptionGroup var commandOptions: CommandOptions

  @Option(help: "How to write the records.")
  var format = RecordFormat.jsonl

  @Option(help: "A file for the records, written whole or not at all; standard output otherwise.")
  var output: String?

  @Flag(help: "Continue a run to the same --output that was broken off, if there is one.")
  var resume = false

  @Option(help: "Whom the sound is meant for: of what is overheard, hardly anything is a command.")
  var mode = HearingMode.addressed

  @OptionGroup var jobs: JobOptions

  @Flag(help: ArgumentHelp("Add what the confidence is made from to JSON lines, to fit it anew.", visibility: .hidden))
  var features = false

  @Option(help: "Hear each file as a whole, or as live sound is heard: as it comes.")
  var encoder = EncoderOption.whole

  @Flag(
    inversion: .prefixedNo, help: "Where it is addressed, hear again what is in doubt, as the other --encoder hears.")
  var secondOpinion = true

  @Option(help: "How many milliseconds of sound are heard at a time where it is heard as it comes: 160, 320 or 640.")
  var chunk = 320

  @OptionGroup(title: "Transcripts") var transcripts: TranscriptOptions

  @OptionGroup(title: "Transcripts") var upstream: TranscriberOptions

  @OptionGroup(title: "Files") var list: ManifestOptions

  @OptionGroup(title: "Noise") var noise: NoiseOptions

  @OptionGroup(title: "Measuring") var measuring: MeasuringOptions

  func validate() throws {
    guard [160, 320, 640].contains(chunk) else { throw ValidationError("--chunk has to be 160, 320 or 640.") }
    guard !resume || output != nil else { throw ValidationError("--resume needs --output.") }
    guard transcripts.place == nil || upstream.address == nil else {
      throw ValidationError("--transcripts and --transcriber are two sources of the same thing: choose one.")
    }
    guard list.hasTranscripts || measuring.columns.isEmpty else {
      throw ValidationError("--by needs --manifest, or '-'.")
    }
    guard !list.isStream || !noise.isSweep else { throw ValidationError("Several --snr need files, not '-'.") }
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
    let commands = try commands()
    let truth = try measuring.labels.map(Labels.init(contentsOf:))
    let published = try measuring.beside.map(PublishedResults.init(contentsOf:))
    let places = try measuring.places()
    let stream = list.isStream ? try list.stream(groups: measuring.columns) : nil
    let items = stream == nil ? try list.items(groups: measuring.columns, seed: noise.seed) : []
    let conditions = try noise.conditions()
    let clock = ContinuousClock()
    let start = clock.now
    let ears = try encoder.ears(chunk: chunk)
    let secondEars = encoder.secondEars(mode, opinion: secondOpinion)
    var sink = try ResultSink(
      path: output, writer: RecordWriter(format: format, addsFeatures: features, addsRatio: noise.isSweep),
      settings: description, resumes: resume)
    let loaded = clock.now
    let transcriber = upstream.transcriber()
    let source = transcripts.folder.map(TranscriptSource.folder) ?? transcriber.map(TranscriptSource.upstream) ?? .none
    let scorer = BatchScorer(
      jobs: jobs.count, conditions: conditions, transcripts: source, channel: list.channel,
      makeLiveRecognizer: { LiveRecognizer(of: commands, ears: ears, secondEars: secondEars, partials: false) }
    ) {
      Recognizer(of: commands, ears: ears, secondEars: secondEars)
    }
    var outcome = Outcome(
      measurement: BatchMeasurement(labels: truth),
      failures: FailureList(limit: measuring.report == nil ? 0 : measuring.clips))
    let done =
      if let stream {
        try await write(stream, count: nil, by: scorer, to: &sink, &outcome)
      } else {
        try await write(
          Self.items(items, in: conditions), count: items.count * conditions.count, by: scorer, to: &sink, &outcome)
      }
    try sink.finish()
    let summary = RunSummary(
      totals: outcome.measurement.totals, sound: done.audioSeconds, wall: clock.now - loaded, modelLoad: loaded - start)
    StandardError.line(summary.text)
    if let transcriber { StandardError.line("transcripts from elsewhere: \(transcriber.transcribed) files") }
    let clips = try measuring.report.map { _ in
      FailureClipMaker(
        scorer: scorer, model: try AcousticModel(), aligner: try CrossModalAligner(), lexicon: commands.lexicon)
    }
    try tell(outcome, beside: published, clips: clips, places.measurements, places.report)
    return outcome.measurement.totals
  }

  /// What a run leaves besides its records.
  private struct Outcome {
    var measurement: BatchMeasurement
    var failures: FailureList

    mutating func add(_ record: FileRecord, of item: RecordingItem) {
      measurement.add(record, of: item)
      failures.add(record, of: item, truth: measurement.truth(of: item))
    }
  }

  /// Says and writes what was measured.
  private func tell(
    _ outcome: Outcome, beside published: PublishedResults?, clips: FailureClipMaker?, _ measurements: OutputPlace?,
    _ report: OutputPlace?
  ) throws {
    let measurement = outcome.measurement
    if measurement.hasTruth { StandardError.line(measurement.text(by: measuring.columns, beside: published)) }
    if let measurements { try Self.write(measurement.json(by: measuring.columns) + "\n", to: measurements) }
    guard let report, let clips else { return }
    var page = BatchReport(of: measurement, failures: outcome.failures, clips: clips, beside: published)
    (page.settings, page.columns, page.threshold) = (facts, measuring.columns, commandOptions.threshold)
    try Self.write(page.html(), to: report)
  }

  private static func write(_ text: String, to place: OutputPlace) throws(OutputError) {
    var file = try WholeFile(at: place)
    try file.write(text)
    try file.commit()
  }

  /// The files in every condition, one condition after another.
  private static func items(_ items: [RecordingItem], in conditions: [NoiseMixer?]) -> [RecordingItem] {
    conditions.indices.flatMap { condition in
      items.map { item in
        var item = item
        item.condition = condition
        return item
      }
    }
  }

  /// Takes what an earlier run has left, then recognises the rest.
  ///
  /// - Returns: what the rest came to.
  private func write<Items: Sequence<RecordingItem>>(
    _ items: Items, count: Int?, by scorer: BatchScorer, to sink: inout ResultSink, _ outcome: inout Outcome
  ) async throws -> RunTotals where Items.Iterator: Sendable {
    let replayed = sink.replayed
    var iterator = items.makeIterator()
    for _ in 0..<replayed {
      guard let item = iterator.next(), let record = try sink.replay(item) else {
        throw BatchError.resume(path: output ?? "", problem: "the list of files is shorter than it was")
      }
      outcome.add(record, of: item)
    }
    if replayed > 0 { StandardError.line("\(replayed) files were done before") }
    var progress = ProgressLine(total: count, done: replayed)
    defer { ProgressLine.clear() }
    return try await scorer.run(IteratorSequence(iterator)) { item, record in
      ProgressLine.clear()
      // Lines of JSON tell it themselves.
      if format != .jsonl { HeardFile.note(record.file, record.warnings) }
      try sink.write(record, of: item)
      outcome.add(record, of: item)
      progress.advance(seconds: record.seconds ?? 0)
    }
  }

  /// Whether a transcript may come from anywhere.
  private var hasTranscripts: Bool { transcripts.place != nil || upstream.address != nil || list.hasTranscripts }

  private func commands() throws -> CommandSet {
    var commands = try commandOptions.commands()
    commands.settings.mode = mode
    if hasTranscripts { commands.settings.fusion = try transcripts.fusion(commands.lexicon) }
    return commands
  }

  /// What was scored, and how, for a person.
  private var facts: [(name: String, value: String)] {
    let files = list.paths + [list.manifest].compactMap(\.self)
    var facts = [
      ("commands", commandOptions.files.paths.joined(separator: ", ")), ("files", files.joined(separator: ", ")),
    ]
    if let sample = list.sample { facts.append(("sample", "\(sample), by the seed \(noise.seed)")) }
    if encoder == .streaming { facts.append(("encoder", "\(encoder.rawValue), \(chunk) ms")) }
    if let file = noise.file { facts.append(("noise", file)) }
    if hasTranscripts { facts.append(("fusion", transcripts.name.rawValue)) }
    facts.append(("version", Attune.configuration.version))
    return facts
  }

  /// Everything besides the files that decides the results.
  private func description() throws -> RunSettings {
    var settings = RunSettings()
    settings.add("version", Attune.configuration.version)
    for path in try encoder.weights() { try settings.add("model \(path.lastPathComponent)", contentsOf: path) }
    if encoder == .streaming { settings.add("chunk", "\(chunk)") }
    for path in secondOpinion ? try encoder.other.weights() : [] {
      try settings.add("second opinion \(path.lastPathComponent)", contentsOf: path)
    }
    for path in commandOptions.files.paths { try settings.add("commands \(path)", contentsOf: path) }
    settings.add("mode", mode.rawValue)
    settings.add("threshold", "\(commandOptions.threshold)")
    if hasTranscripts { try transcripts.describe(in: &settings) }
    if let address = upstream.address { settings.add("transcriber", "\(address)") }
    try noise.describe(in: &settings)
    if let channel = list.channel { settings.add("channel", "\(channel)") }
    if let sample = list.sample { settings.add("sample", "\(sample)") }
    settings.add("format", features ? "features" : "records")
    return settings
  }
}
