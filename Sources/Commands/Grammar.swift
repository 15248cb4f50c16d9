public import Lexicon

/// The commands of one or more command files, with every name resolved.
///
///     let grammar = try Grammar(contentsOf: ["config/lights.yaml"])
///     let graph = try CommandGraph(grammar, lexicon: Lexicon())
public struct Grammar: Sendable {
  /// One sentence template and what it means.
  struct Sentence: Sendable {
    let intent: String
    var fixed: [String: SlotValue]
    var reply = CommandGraph.Reply()
    /// What the sentence means where nothing else is said in it, and what fills slots of it.
    fileprivate var end: End { End(intent: intent, fixed: fixed, contextSlots: reply.contextSlots) }
    /// The slots that some sentence of the intent fills with a number of a range.
    var numberSlots: Set<String> = []
    let expression: Expression
    let location: SourceLocation
  }

  /// The names of the intents, in the order of the files, each once.
  public private(set) var intents: [String]
  /// Those of them that wake: what an open microphone waits for; in the same order.
  public private(set) var wakeIntents: [String]
  /// The users' own pronunciations.
  public let pronunciations: [String: [Pronunciation]]
  /// What was noticed while loading.
  public let warnings: [CommandWarning]

  private(set) var sentences: [Sentence]
  let rules: [Expression]
  let lists: [SlotList]
  /// How words with capitals inside are written, by the folded word: "TV" for "tv".
  let spellings: [String: String]
  /// Words and phrases that may be said anywhere outside a slot and mean nothing.
  let skipPhrases: [[String]]

  /// Loads and merges command files of one dialect; a folder stands for its files, as `CommandPaths` finds them.
  ///
  /// - Parameters:
  ///   - paths: the files and folders.
  ///   - phrases: what wakes, beside what the files say: the name of an intent, or what is to be said.
  /// - Throws: `CommandError`, with the place of the first mistake.
  public init(contentsOf paths: [String], wakingBy phrases: [String] = []) throws(CommandError) {
    var files: [CommandFile] = []
    for path in try CommandPaths.files(of: paths) {
      files.append(try CommandFile.parse(try TextFile.read(path), file: path))
    }
    if var first = files.first {
      let intents = Set(files.flatMap { $0.blocks.map(\.intent) })
      for phrase in phrases {
        if intents.contains(phrase) {
          first.wakeIntents.insert(phrase)
        } else {
          try first.add(wakePhrase: ScalarText(phrase, at: "--wake"))
        }
      }
      files[0] = first
    }
    try self.init(files)
  }

  /// Loads commands from the text of a command file; `file` names it in messages.
  ///
  /// - Throws: `CommandError`, with the place of the first mistake.
  public init(yaml: String, file: String = "commands.yaml") throws(CommandError) {
    try self.init([try CommandFile.parse(yaml, file: file)])
  }

  /// Loads and merges commands from the texts of command files of one dialect; `file` names each in messages.
  ///
  /// - Throws: `CommandError`, with the place of the first mistake.
  /// - Precondition: there is at least one text.
  public init(texts: [(file: String, text: String)]) throws(CommandError) {
    var files: [CommandFile] = []
    for (file, text) in texts { files.append(try CommandFile.parse(text, file: file)) }
    try self.init(files)
  }

  /// Lets intents wake, as `wake: true` does in their file.
  ///
  /// - Throws: `CommandError` for a name that no intent has.
  public mutating func wake(by names: [String]) throws(CommandError) {
    for name in names where !intents.contains(name) {
      let suggestion = EditDistance.closest(to: name, among: intents)
      throw CommandError(.unknown(kind: "intent", name: name, suggestion: suggestion), at: sentences[0].location)
    }
    wakeIntents = intents.filter { wakeIntents.contains($0) || names.contains($0) }
  }

  /// What wakes, and nothing else; nil where nothing does.
  public var waking: Grammar? {
    guard !wakeIntents.isEmpty else { return nil }
    var part = self
    part.intents = wakeIntents
    part.sentences = sentences.filter { wakeIntents.contains($0.intent) }
    return part
  }

  private init(_ files: [CommandFile]) throws(CommandError) {
    let merged = try files.merged()
    var resolver = NameResolver(merged)
    var sentences: [Sentence] = []
    for block in merged.blocks { sentences += try resolver.sentences(of: block) }
    guard !sentences.isEmpty else {
      let isFiltered = merged.blocks.contains { !$0.conditions.isEmpty }
      let expected = isFiltered ? "a list value with a required context" : "a list with values"
      throw CommandError(.expected(expected, found: "none"), at: merged.start)
    }
    var seen: Set<String> = []
    let intents = sentences.map(\.intent).filter { seen.insert($0).inserted }
    self.intents = intents
    wakeIntents = intents.filter(merged.wakeIntents.contains)
    rules = resolver.rules
    lists = resolver.lists
    self.sentences = Self.withNumberSlots(Self.withOneReply(sentences), rules: rules, lists: lists)
    spellings = resolver.spellings
    let skipPhrases = merged.skipPhrases.map { SpokenForm($0.string).words.map { SpokenForm.fold($0) } }
    self.skipPhrases = skipPhrases.filter { !$0.isEmpty }
    pronunciations = merged.pronunciations
    let unused = try resolver.unusedNames(localNames: merged.blocks.map(\.names))
    warnings = merged.warnings + resolver.warnings + unused
  }
}

// MARK: Replies

private struct End: Hashable {
  let intent: String
  let fixed: [String: SlotValue]
  let contextSlots: [String]
}

extension Grammar {
  /// Leaves a response only where all sentences that end alike name the same: sentences share their ends in the graph, and
  /// Home Assistant's, told apart by their responses, would need an eighth more of it.
  fileprivate static func withOneReply(_ sentences: [Sentence]) -> [Sentence] {
    var responses: [End: Set<String?>] = [:]
    for sentence in sentences { responses[sentence.end, default: []].insert(sentence.reply.response) }
    return sentences.map { sentence in
      var sentence = sentence
      if responses[sentence.end]?.count != 1 { sentence.reply.response = nil }
      return sentence
    }
  }
}
