import Aligner
public import Batch
import Capture
import Commands
import Dispatch
import Files
import Glibc
import JSON
import Lexicon
public import Recognition
import Synchronization

/// What all pages of a console share: the commands as they are now, the networks, and what was said.
public final class ConsoleDesk: Sendable {
  let files: CommandFiles
  let pages = OpenPages(limit: ConsoleServer.pageLimit)
  let log = UtteranceLog()
  let kept: KeptUtterances?
  let networks: ConsoleNetworks
  private let keeper: any CommandKeeper
  /// Checks take seconds; they go one after the other, so that they leave a processor to the sound.
  private let checking = DispatchQueue(label: "attune-console-checks")
  private let seeing = DispatchQueue(label: "attune-console-sights")

  /// A desk of its own: loads commands and networks.
  ///
  /// - Parameters:
  ///   - commands: the command files, and folders of them, which may be written here.
  ///   - threshold: the confidence, 0...1, that a command needs.
  ///   - folder: where utterances are kept; nil for nowhere.
  /// - Throws: `CommandError`, `LexiconError`, or what the networks or the folder throw.
  public init(commands: [String], threshold: Double = Confidence.defaultThreshold, keepingIn folder: String? = nil)
    throws
  {
    files = try CommandFiles(commands)
    var set = try CommandSet(Grammar(texts: files.texts), lexicon: Lexicon())
    set.settings.threshold = threshold
    keeper = OwnCommands(set)
    kept = try folder.map { (path: String) throws(OutputError) in try KeptUtterances(path) }
    networks = try ConsoleNetworks()
  }

  /// A desk beside something else that hears commands: a server, whose pages keep nothing.
  ///
  /// - Parameters:
  ///   - commands: the command files, and folders of them, which may be written here.
  ///   - keeper: whoever loads them.
  ///   - networks: what hears.
  /// - Throws: `CommandError`.
  public init(commands: [String], of keeper: any CommandKeeper, networks: ConsoleNetworks) throws {
    files = try CommandFiles(commands)
    (self.keeper, self.networks, kept) = (keeper, networks, nil)
  }

  /// The commands, and how often they were changed.
  var commands: (set: CommandSet, generation: Int) { keeper.inForce }

  /// What a page is told first.
  func greeting() -> String {
    let (set, generation) = commands
    var object = JSONText()
    object.add("type", "hello")
    object.add("files", json: JSONText.list(files.paths.map(JSONText.quoted)))
    object.add("intents", json: JSONText.list(set.intents.map(JSONText.quoted)))
    object.add("generation", json: "\(generation)")
    object.add("threshold", set.settings.threshold)
    object.add("folder", kept?.path)
    object.add("fileLimit", json: "\(PageLimits.file)")
    object.add("counts", json: log.counts.json)
    object.add("utterances", json: JSONText.list(log.utterances.map { $0.json("utterance") }))
    return object.closed
  }

  /// Takes in an utterance, keeps it where that is wanted, and tells all pages.
  func note(
    _ result: RecognitionResult, from source: Utterance.Source, title: String, samples: [Float] = [],
    _ latency: Latency, reason: String?, start: Double = 0, ended: Double? = nil
  ) -> Utterance {
    var file: String?
    if let kept, !samples.isEmpty {
      do { file = try kept.keep(samples, [result], from: start, latency) } catch {
        pages.tell(Self.problem("It was not kept: \(error)"))
      }
    }
    let utterance = log.add(samples) { id in
      Utterance(
        id: id, source: source, title: title, result: result, latency: latency, reason: reason,
        ended: ended, file: file)
    }
    tell(utterance)
    return utterance
  }

  private func tell(_ utterance: Utterance) {
    let text = utterance.json("utterance").dropLast()
    pages.tell(text + ", \"counts\": " + log.counts.json + "}")
  }

  /// A message that something went wrong.
  static func problem(_ text: String) -> String {
    var object = JSONText()
    object.add("type", "error")
    object.add("message", text)
    return object.closed
  }

  // MARK: Text and files

  /// What a sentence means.
  ///
  /// - Throws: `LexiconError`.
  func understand(_ text: String) throws(LexiconError) -> Utterance {
    let begin = ContinuousClock.now
    let set = commands.set
    let result = try TextRecognizer(of: set).recognize([TranscriptToken(text)])[0]
    let (shown, reason) = try Self.explained(result, of: text, by: set)
    return note(
      shown, from: .text, title: text, .init(computing: (ContinuousClock.now - begin) / .seconds(1)), reason: reason)
  }

  /// What a text means, with why it means nothing.
  private static func explained(
    _ result: RecognitionResult, of text: String, by set: CommandSet
  ) throws(LexiconError) -> (shown: RecognitionResult, reason: String?) {
    guard result.interpretation == nil else { return (result, nil) }
    let nearest = try TextRecognizer(of: set).recognize([TranscriptToken(text)], as: .heard)[0].candidate
    var shown = result
    // What it is like, but not what it is taken for.
    shown.candidate = nearest
    let words = set.graph.outputs.compactMap { $0.word.map { SpokenForm.fold($0) } }
    return (shown, Refusal.text(text, nearest: nearest, vocabulary: Set(words)))
  }

  /// Shows all pages what a client of the server said.
  ///
  /// - Parameters:
  ///   - results: what was understood, a result for each command.
  ///   - text: the sentence that was sent, or the transcript of the sound; empty for none.
  ///   - latency: how long it took.
  public func show(_ results: [RecognitionResult], of text: String, _ latency: Latency) {
    for result in results {
      var (shown, reason) = (result, result.interpretation == nil ? Refusal.sound(result) : nil)
      // A text has no sound that could have been misheard.
      if result.seconds == 0 {
        (shown, reason) = (try? Self.explained(result, of: text, by: commands.set)) ?? (result, nil)
      }
      _ = note(shown, from: .client, title: text, latency, reason: reason)
    }
  }

  /// What is said in a sound file.
  ///
  /// - Throws: `CaptureError` in words that name the file, or `LexiconError`.
  func hear(file bytes: [UInt8], name: String, transcript: String) throws -> (Utterance, [SoundWarning]) {
    let (samples, warnings) = try Self.decode(bytes, name: name)
    let begin = ContinuousClock.now
    var set = commands.set
    if !transcript.isEmpty { set.settings.fusion = .late(LateFusion(lexicon: set.lexicon)) }
    let recognizer = Recognizer(of: set, ears: networks.whole, secondEars: SecondEars(networks.streaming))
    if !transcript.isEmpty { recognizer.append(TranscriptToken(transcript)) }
    recognizer.append(samples)
    let result = try recognizer.finish()
    let latency = Latency(computing: (ContinuousClock.now - begin) / .seconds(1))
    let reason = result.interpretation == nil ? Refusal.sound(result) : nil
    return (note(result, from: .file, title: name, samples: samples, latency, reason: reason), warnings)
  }

  /// Decodes a sound file that is in memory as those on a disk are decoded.
  private static func decode(_ bytes: [UInt8], name: String) throws -> (samples: [Float], warnings: [SoundWarning]) {
    var template = Array("/tmp/attune-console-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw FileProblem(text: "\(name): \(String(cString: strerror(errno)))") }
    unlink(template)
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + written }, bytes.count - written) }
      guard count > 0 else { throw FileProblem(text: "\(name): there is no room for it") }
      written += count
    }
    let path = "/dev/fd/\(file)"
    do throws(CaptureError) { return try SoundFile.sound(of: path, limit: .seconds(PageLimits.seconds)) } catch {
      let text = "\(error)"
      throw FileProblem(text: text.hasPrefix(path) ? name + text.dropFirst(path.count) : text)
    }
  }

  /// Why a sound file is not heard, with its name.
  struct FileProblem: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }

  // MARK: Tasks

  /// Does what a page has asked for, and gives the answer; nil for none.
  func work(_ task: PageTask) async -> String? {
    do {
      switch task {
      case .open(let index): return try open(index)
      case .check(let number, let index, let text, let expects):
        let texts = try files.texts(with: text, at: index)
        return try await Self.on(checking) { [commands] in
          try CheckAnswer(number: number, file: index, texts, lexicon: commands.set.lexicon, expects: expects).json
        }
      case .save(let index, let text, let version):
        return try await Self.on(checking) { try self.save(text, at: index, version: version) }
      case .see(let id):
        guard let utterance = log[id], let sound = log.sound(of: id) else {
          return Self.problem("The sound of utterance \(id) is no longer kept.")
        }
        return try await Self.on(seeing) { try Sight(utterance, sound, desk: self).json }
      case .judge(let id, let isRight, let meant): return try judge(id, isRight: isRight, meant: meant)
      }
    } catch {
      return Self.problem("\(error)")
    }
  }

  /// Works on a queue, so that none of Swift's own few threads is taken.
  private static func on(
    _ queue: DispatchQueue, _ work: @escaping @Sendable () throws -> String
  ) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }

  private func open(_ index: Int) throws -> String {
    let file = try files.file(index)
    var object = JSONText()
    object.add("type", "opened")
    object.add("file", json: "\(index)")
    object.add("version", json: "\(file.version)")
    object.add("text", file.text)
    return object.closed
  }

  /// Writes a file whose commands can be used, and puts them in force.
  private func save(_ text: String, at index: Int, version: Int) throws -> String {
    let before = commands.set
    var set = try CommandSet(Grammar(texts: files.texts(with: text, at: index)), lexicon: before.lexicon)
    set.settings.threshold = before.settings.threshold
    let saved = try files.save(text, at: index, version: version)
    try keeper.exchange(set)
    let generation = commands.generation
    var news = JSONText()
    news.add("type", "commands")
    news.add("intents", json: JSONText.list(commands.set.intents.map(JSONText.quoted)))
    news.add("generation", json: "\(generation)")
    pages.tell(news.closed)
    var object = JSONText()
    object.add("type", "saved")
    object.add("file", json: "\(index)")
    object.add("version", json: "\(saved)")
    return object.closed
  }

  private func judge(_ id: Int, isRight: Bool, meant: String) throws -> String? {
    guard let utterance = log[id] else { return Self.problem("Utterance \(id) is no longer known.") }
    var meaning = utterance.result.interpretation
    if !isRight {
      meaning = nil
      if !meant.allSatisfy(\.isWhitespace) {
        meaning = try TextRecognizer(of: commands.set).recognize([TranscriptToken(meant)])[0].interpretation
        guard meaning != nil else { return Self.problem("“\(meant)” is no command; leave it empty for none.") }
      }
    }
    let verdict: Utterance.Verdict = isRight ? .right : .wrong
    if let kept, let file = utterance.file { try kept.label(file, meant: meaning, verdict) }
    if let judged = log.judge(id, verdict) { tell(judged) }
    return nil
  }
}
