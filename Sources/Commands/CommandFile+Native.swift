import Lexicon

extension CommandFile {
  /// Reads hassil's YAML: `intents`, `lists`, `expansion_rules`, `skip_words`, and our `pronunciations`.
  static func native(
    _ pairs: [(key: ScalarText, value: YAMLValue)], start: SourceLocation
  ) throws(CommandError) -> CommandFile {
    var file = CommandFile(dialect: .native, start: start)
    // What is written in another language is not worth reading.
    for (key, value) in pairs where key.string == "language" { try checkLanguage(value) }
    for (key, value) in pairs {
      switch key.string {
      case "intents": try file.readIntents(value)
      case "lists": file.names.lists = try file.lists(value)
      case "expansion_rules": file.names.rules = try file.rules(value)
      case "skip_words": try file.readSkipWords(value)
      case "pronunciations": try file.readPronunciations(value)
      case "wake": try file.readWakePhrases(value)
      case "language", "settings", "responses": break
      default:
        file.warnUnknown(
          key: key, among: ["intents", "lists", "expansion_rules", "skip_words", "pronunciations", "wake", "language"])
      }
    }
    return file
  }

  private static func checkLanguage(_ value: YAMLValue) throws(CommandError) {
    let language = try value.scalar("a language code")
    guard Language(tag: language.string) != nil else {
      throw CommandError(.language(language.string), at: language.location)
    }
  }

  private mutating func readSkipWords(_ value: YAMLValue) throws(CommandError) {
    for word in try value.sequence("a sequence of words that may be skipped") {
      skipPhrases.append(try word.scalar("a word that may be skipped"))
    }
  }

  /// `wake:`, a phrase or a sequence of them.
  private mutating func readWakePhrases(_ value: YAMLValue) throws(CommandError) {
    let phrases = value.isSequence ? try value.sequence("phrases that wake") : [value]
    for phrase in phrases { try add(wakePhrase: try phrase.scalar("a phrase that wakes")) }
  }

  private mutating func readIntents(_ value: YAMLValue) throws(CommandError) {
    for (name, intent) in try value.mapping("a mapping from intent names to their data") {
      var hasData = false
      for (key, value) in try intent.mapping("a mapping with 'data'") {
        if key.string == "wake" {
          try checkTrue(value)
          wakeIntents.insert(name.string)
          continue
        }
        guard key.string == "data" else {
          warnUnknown(key: key, among: ["data", "wake"])
          continue
        }
        hasData = true
        for block in try value.sequence("a sequence of blocks with 'sentences'") {
          if let block = try self.block(block, intent: name.string) { blocks.append(block) }
        }
      }
      guard hasData else { throw CommandError(.expected("the key 'data'", found: "none"), at: intent.location) }
    }
  }

  /// - Returns: nil, with a warning, for a block whose list of sentences is empty.
  private mutating func block(_ value: YAMLValue, intent: String) throws(CommandError) -> Block? {
    var block = Block(intent: intent)
    var empty: SourceLocation?
    for (key, value) in try value.mapping("a mapping with 'sentences'") {
      switch key.string {
      case "sentences":
        block.sentences = try sentences(value)
        if block.sentences.isEmpty { empty = key.location }
      case "slots": block.fixed = try fixedSlots(value)
      case "lists": block.names.lists = try lists(value)
      case "expansion_rules": block.names.rules = try rules(value)
      case "requires_context":
        block.conditions += try conditions(value, excludes: false, at: key.location)
        block.reply.contextSlots = try contextSlots(value)
      case "excludes_context": block.conditions += try conditions(value, excludes: true, at: key.location)
      case "response" where !value.isNull: block.reply.response = try value.scalar("the name of a response").string
      case "response", "metadata", "settings", "required_keywords", "inferred_domain", "name_domains": break
      default:
        warnUnknown(
          key: key, among: ["sentences", "slots", "lists", "expansion_rules", "requires_context", "excludes_context"])
      }
    }
    if let empty {
      warn("a block of '\(intent)' without sentences is skipped", at: empty)
      return nil
    }
    guard !block.sentences.isEmpty else {
      throw CommandError(.expected("sentences", found: "none"), at: value.location)
    }
    return block
  }

  private func sentences(_ value: YAMLValue) throws(CommandError) -> [Sentence] {
    var sentences: [Sentence] = []
    for value in try value.sequence("a sequence of sentence templates") {
      let text = try value.scalar("a sentence template")
      let template = try NativeTemplateParser.parse(text)
      sentences.append(Sentence(template: template, location: text.location))
    }
    return sentences
  }

  private func fixedSlots(_ value: YAMLValue) throws(CommandError) -> [String: SlotValue] {
    var slots: [String: SlotValue] = [:]
    for (name, value) in try value.mapping("a mapping from slot names to their values") {
      slots[name.string] = try slotValue(value)
    }
    return slots
  }

  /// A text, or a sequence of them.
  private func slotValue(_ value: YAMLValue) throws(CommandError) -> SlotValue {
    guard value.isSequence else { return .text(try value.scalar("the slot's value").string) }
    var texts: [String] = []
    for value in try value.sequence("the slot's values") {
      texts.append(try value.scalar("one of the slot's values").string)
    }
    guard !texts.isEmpty else {
      throw CommandError(.expected("one of the slot's values", found: "none"), at: value.location)
    }
    return .texts(texts)
  }

  private func rules(_ value: YAMLValue) throws(CommandError) -> [String: Definition<Template>] {
    var rules: [String: Definition<Template>] = [:]
    for (name, value) in try value.mapping("a mapping from rule names to templates") {
      let template = try NativeTemplateParser.parse(try value.scalar("a template"))
      rules[name.string] = Definition(value: template, location: name.location)
    }
    return rules
  }

  private mutating func lists(_ value: YAMLValue) throws(CommandError) -> [String: Definition<ListDefinition>] {
    var lists: [String: Definition<ListDefinition>] = [:]
    for (name, value) in try value.mapping("a mapping from list names to lists") {
      lists[name.string] = Definition(value: try list(value, name: name), location: name.location)
    }
    return lists
  }

  private mutating func list(_ value: YAMLValue, name: ScalarText) throws(CommandError) -> ListDefinition {
    let what = "a list with 'values', 'range' or 'wildcard'"
    var list: ListDefinition?
    for (key, value) in try value.mapping(what) {
      let definition: ListDefinition
      switch key.string {
      case "values": definition = .values(try values(value, list: name))
      case "range": definition = try range(value)
      case "wildcard": definition = try wildcard(value)
      case "metadata": continue
      default:
        warnUnknown(key: key, among: ["values", "range", "wildcard"])
        continue
      }
      guard list == nil else {
        throw CommandError(.expected("one of 'values', 'range' and 'wildcard'", found: "several"), at: key.location)
      }
      list = definition
    }
    guard let list else { throw CommandError(.expected(what, found: "none of them"), at: value.location) }
    return list
  }

  private func wildcard(_ value: YAMLValue) throws(CommandError) -> ListDefinition {
    try checkTrue(value)
    return .wildcard
  }

  private func checkTrue(_ value: YAMLValue) throws(CommandError) {
    let text = try value.scalar("'true'")
    guard ["true", "yes", "on"].contains(text.string.lowercased()) else {
      throw CommandError(.expected("'true'", found: "'\(text.string)'"), at: text.location)
    }
  }

  private mutating func values(_ value: YAMLValue, list: ScalarText) throws(CommandError) -> [ListValue] {
    var values: [ListValue] = []
    for value in try value.sequence("a sequence of values") {
      if value.isScalar {
        let text = try value.scalar("a value")
        let output = NativeTemplateParser.isTemplate(text.string) ? nil : SlotValue.text(text.string)
        values.append(try listValue(text, output: output))
      } else {
        values.append(try self.value(value))
      }
    }
    if values.isEmpty { warn("the list '\(list.string)' is empty: what needs it cannot be said", at: list.location) }
    return values
  }

  /// `{in: template, out: value, context: {key: value}}`.
  private mutating func value(_ value: YAMLValue) throws(CommandError) -> ListValue {
    var input: ScalarText?
    var output: SlotValue?
    var context: [String: String] = [:]
    for (key, value) in try value.mapping("a value, or a mapping with 'in' and 'out'") {
      switch key.string {
      case "in": input = try value.scalar("a template")
      case "out": output = try slotValue(value)
      case "context": context = try self.context(value)
      case "metadata": break
      default: warnUnknown(key: key, among: ["in", "out"])
      }
    }
    guard let input else { throw CommandError(.expected("the key 'in'", found: "none"), at: value.location) }
    return try listValue(input, output: output, context: context)
  }

  private func listValue(
    _ text: ScalarText, output: SlotValue?, context: [String: String] = [:]
  ) throws(CommandError) -> ListValue {
    guard !text.string.allSatisfy(\.isWhitespace) else { throw CommandError(.empty("the value"), at: text.location) }
    let template = try NativeTemplateParser.parse(text)
    return ListValue(template: template, location: text.location, output: output, context: context)
  }

  private mutating func range(_ value: YAMLValue) throws(CommandError) -> ListDefinition {
    var from: Double?
    var to: Double?
    var step: Double?
    var fractions: Int?
    var multiplier: Double?
    for (key, value) in try value.mapping("a mapping with 'from' and 'to'") {
      switch key.string {
      case "from": from = try number(value, Double.init, "a number")
      case "to": to = try number(value, Double.init, "a number")
      case "step": step = try number(value, Double.init, "a number")
      case "multiplier": multiplier = try number(value, Double.init, "a number")
      case "type", "digits", "words", "words_language": break
      case "fractions": fractions = try number(value, { ["halves": 2, "tenths": 10][$0] }, "'halves' or 'tenths'")
      default: warnUnknown(key: key, among: ["from", "to", "step", "fractions", "multiplier"])
      }
    }
    guard let from, let to else {
      let missing = from == nil ? "from" : "to"
      throw CommandError(.expected("the key '\(missing)'", found: "none"), at: value.location)
    }
    return .range(
      try NumberRange(decimals: (from, to, step), fractions: fractions, multiplier: multiplier, at: value.location))
  }

  private func number<Number>(
    _ value: YAMLValue, _ convert: (String) -> Number?, _ expected: String
  ) throws(CommandError) -> Number {
    let text = try value.scalar(expected)
    guard let number = convert(text.string) else {
      throw CommandError(.expected(expected, found: "'\(text.string)'"), at: text.location)
    }
    return number
  }
}
