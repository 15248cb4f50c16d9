import Lexicon

/// One command file, read but not yet resolved: names are still names.
struct CommandFile {
  /// The two ways to write commands.
  enum Dialect: Sendable {
    case native, rhino

    /// What the dialect calls the things that templates refer to.
    var kinds: (list: String, rule: String) {
      switch self {
      case .native: ("list", "rule")
      case .rhino: ("slot type", "macro")
      }
    }
  }

  /// A thing with a name, and where the name stands.
  struct Definition<Value: Sendable>: Sendable {
    let value: Value
    let location: SourceLocation
  }

  /// One sentence template.
  struct Sentence {
    let template: Template
    let location: SourceLocation
  }

  /// Sentences that share an intent, fixed slots and local definitions.
  struct Block {
    let intent: String
    var sentences: [Sentence] = []
    var fixed: [String: SlotValue] = [:]
    var reply = CommandGraph.Reply()
    var names = Names()
    /// What it requires of the context, and what it excludes.
    var conditions: [Definition<ContextCondition>] = []
  }

  /// What templates may refer to by name.
  struct Names: Sendable {
    var lists: [String: Definition<ListDefinition>] = [:]
    var rules: [String: Definition<Template>] = [:]
  }

  /// What fills a slot.
  enum ListDefinition: Sendable {
    case values([ListValue])
    case range(NumberRange)
    case wildcard
  }

  /// One entry of a list.
  struct ListValue: Sendable {
    let template: Template
    let location: SourceLocation
    /// What the slot is set to; nil for the words as they were heard.
    let output: SlotValue?
    /// What it brings into the context of the sentence.
    var context: [String: String] = [:]
  }

  let dialect: Dialect
  /// Where the file begins.
  let start: SourceLocation
  var blocks: [Block] = []
  var names = Names()
  /// The intents that wake: what an open microphone waits for.
  var wakeIntents: Set<String> = []
  var skipPhrases: [ScalarText] = []
  var pronunciations: [String: [Pronunciation]] = [:]
  var warnings: [CommandWarning] = []

  /// Reads a file's text in the dialect that its top-level key tells.
  static func parse(_ text: String, file: String) throws(CommandError) -> CommandFile {
    let root = try YAMLValue.parse(text, file: file)
    let pairs = try root.mapping("a mapping with 'intents' (native) or 'context' (Rhino)")
    let keys = pairs.map(\.key.string)
    switch (keys.contains("context"), keys.contains(where: nativeKeys.contains)) {
    case (true, true):
      let second = pairs.last { $0.key.string == "context" || nativeKeys.contains($0.key.string) }
      throw CommandError(.mixedDialects, at: second?.key.location ?? root.location)
    case (true, false): return try rhino(pairs, start: root.location)
    case (false, true): return try native(pairs, start: root.location)
    case (false, false): throw CommandError(.noCommands, at: root.location)
    }
  }

  /// The keys that are in native files alone. Home Assistant's files of responses lie beside those of sentences.
  private static let nativeKeys = ["intents", "lists", "expansion_rules", "skip_words", "responses", "wake"]

  /// Adds a phrase that wakes: an intent of its own, which has its name.
  ///
  /// - Throws: `CommandError` for a phrase that is no template, or empty.
  mutating func add(wakePhrase text: ScalarText) throws(CommandError) {
    guard !text.string.allSatisfy(\.isWhitespace) else { throw CommandError(.empty("the phrase"), at: text.location) }
    let template = try NativeTemplateParser.parse(text)
    blocks.append(Block(intent: text.string, sentences: [Sentence(template: template, location: text.location)]))
    wakeIntents.insert(text.string)
  }

  mutating func warn(_ message: String, at location: SourceLocation) {
    warnings.append(CommandWarning(location: location, message: message))
  }

  mutating func warnUnknown(key: ScalarText, among known: [String]) {
    let suggestion = EditDistance.closest(to: key.string, among: known).map { "; did you mean '\($0)'?" } ?? ""
    warn("unknown key '\(key.string)' is ignored" + suggestion, at: key.location)
  }

  /// `pronunciations:`, a mapping from words to one pronunciation or a sequence of them.
  mutating func readPronunciations(_ value: YAMLValue) throws(CommandError) {
    for (word, value) in try value.mapping("a mapping from words to ARPAbet pronunciations") {
      var alternatives: [Pronunciation] = []
      let values = value.isSequence ? try value.sequence("pronunciations") : [value]
      for value in values {
        let text = try value.scalar("a pronunciation in ARPAbet")
        do throws(LexiconError) {
          alternatives.append(try Pronunciation(arpabet: text.string))
        } catch {
          throw CommandError(.pronunciation(error), at: text.location)
        }
      }
      pronunciations[word.string] = alternatives
    }
  }
}
