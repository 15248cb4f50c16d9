import Lexicon

extension CommandFile {
  /// Reads Rhino's YAML: `context` with `expressions`, `slots` and `macros`, and our `pronunciations` beside or inside.
  static func rhino(
    _ pairs: [(key: ScalarText, value: YAMLValue)], start: SourceLocation
  ) throws(CommandError) -> CommandFile {
    var file = CommandFile(dialect: .rhino, start: start)
    file.names.lists = RhinoBuiltIns.lists
    for (key, value) in pairs {
      switch key.string {
      case "context": try file.readContext(value)
      case "pronunciations": try file.readPronunciations(value)
      default: file.warnUnknown(key: key, among: ["context", "pronunciations"])
      }
    }
    return file
  }

  private mutating func readContext(_ value: YAMLValue) throws(CommandError) {
    var hasExpressions = false
    for (key, part) in try value.mapping("a mapping with 'expressions'") {
      switch key.string {
      case "expressions":
        hasExpressions = true
        try readExpressions(part)
      case "slots": try readSlots(part)
      case "macros": try readMacros(part)
      case "pronunciations": try readPronunciations(part)
      default: warnUnknown(key: key, among: ["expressions", "slots", "macros", "pronunciations"])
      }
    }
    guard hasExpressions else {
      throw CommandError(.expected("the key 'expressions'", found: "none"), at: value.location)
    }
  }

  private mutating func readExpressions(_ value: YAMLValue) throws(CommandError) {
    for (intent, value) in try value.mapping("a mapping from intent names to expressions") {
      var block = Block(intent: intent.string)
      for value in try value.sequence("a sequence of expressions") {
        let text = try value.scalar("an expression")
        let template = try RhinoTemplateParser.parse(text)
        block.sentences.append(Sentence(template: template, location: text.location))
      }
      guard !block.sentences.isEmpty else {
        throw CommandError(.expected("expressions", found: "none"), at: intent.location)
      }
      blocks.append(block)
    }
  }

  private mutating func readSlots(_ value: YAMLValue) throws(CommandError) {
    guard !value.isNothing else { return }
    for (name, value) in try value.mapping("a mapping from slot types to their phrases") {
      let phrases = try phrases(value, of: "the slot type '\(name.string)'", at: name.location)
      let values = phrases.map {
        ListValue(template: $0.template, location: $0.text.location, output: .text($0.text.string))
      }
      names.lists[name.string] = Definition(value: .values(values), location: name.location)
    }
  }

  private mutating func readMacros(_ value: YAMLValue) throws(CommandError) {
    guard !value.isNothing else { return }
    for (name, value) in try value.mapping("a mapping from macro names to their phrases") {
      let phrases = try phrases(value, of: "the macro '\(name.string)'", at: name.location)
      names.rules[name.string] = Definition(value: .choice(phrases.map(\.template)), location: name.location)
    }
  }

  private func phrases(
    _ value: YAMLValue, of what: String, at location: SourceLocation
  ) throws(CommandError) -> [(text: ScalarText, template: Template)] {
    var phrases: [(text: ScalarText, template: Template)] = []
    for value in try value.sequence("a sequence of phrases") {
      let text = try value.scalar("a phrase")
      phrases.append((text, try RhinoTemplateParser.parse(text)))
    }
    guard !phrases.isEmpty else { throw CommandError(.empty(what), at: location) }
    return phrases
  }
}
