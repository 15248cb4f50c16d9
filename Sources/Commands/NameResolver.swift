import Lexicon

/// Turns templates into expressions: finds what every name means, once for each place in which it can mean something.
///
/// A block's own lists and rules hide the global ones of the same name, also inside global rules, as in hassil.
struct NameResolver {
  private(set) var rules: [Expression] = []
  private(set) var lists: [SlotList] = []
  /// How words with capitals inside are written, by the folded word: "TV" for "tv".
  private(set) var spellings: [String: String] = [:]
  /// For every rule, whether it also stands for no words.
  private var silentRules: [Bool] = []
  /// How many levels each rule and each list has, those of what it refers to included.
  private var ruleHeights: [Int] = []
  private var listHeights: [Int] = []

  private let kinds: (list: String, rule: String)
  private let global: CommandFile.Names
  private var scope: CommandFile.Names
  private var ruleIndices: [String: Int] = [:]
  private var listIndices: [String: Int] = [:]
  private var numberLists: [NumberRange: Int] = [:]
  /// The rules and lists that are being resolved, to notice those that contain themselves.
  private var path: [String] = []
  private var used: Set<String> = []
  /// How many levels deep the template is that is being resolved.
  private var level = 0
  /// Chains of rules longer than this are no person's work.
  private static let deepest = 64
  /// Brackets, rules and lists inside one another: whatever walks an expression goes as deep.
  private static let highest = 160

  init(_ file: CommandFile) {
    kinds = file.dialect.kinds
    global = file.names
    scope = global
  }

  /// The sentences of a block.
  mutating func sentences(of block: CommandFile.Block) throws(CommandError) -> [Grammar.Sentence] {
    let hasLocalNames = !block.names.lists.isEmpty || !block.names.rules.isEmpty
    let indices = (ruleIndices, listIndices)
    if hasLocalNames {
      enter(block.names)
      try check(block.names)
    }
    defer {
      if hasLocalNames {
        scope = global
        (ruleIndices, listIndices) = indices
      }
    }
    var sentences: [Grammar.Sentence] = []
    for sentence in block.sentences {
      try CommandError.checkCancellation(at: sentence.location)
      let expression = try resolve(sentence.template)
      _ = try checkedHeight(of: [expression], at: sentence.location)
      guard !canBeSilent(expression) else { throw CommandError(.empty("the template"), at: sentence.location) }
      sentences.append(
        Grammar.Sentence(
          intent: block.intent, fixed: block.fixed, expression: expression, location: sentence.location))
    }
    return sentences
  }

  /// Checks the global definitions that no sentence has led to, and warns of them.
  ///
  /// - Throws: `CommandError` if one refers to a name that neither a file nor any block defines.
  mutating func unusedNames(localNames: [CommandFile.Names]) throws(CommandError) -> [CommandWarning] {
    let used = used
    for local in localNames {
      scope.lists.merge(local.lists) { global, _ in global }
      scope.rules.merge(local.rules) { global, _ in global }
    }
    try check(global)
    let lists = global.lists.filter { !used.contains("{\($0.key)}") && !$0.key.hasPrefix(RhinoBuiltIns.prefix) }
      .map { CommandWarning(location: $0.value.location, message: "the \(kinds.list) '\($0.key)' is never used") }
    let rules = global.rules.filter { !used.contains("<\($0.key)>") }
      .map { CommandWarning(location: $0.value.location, message: "the \(kinds.rule) '\($0.key)' is never used") }
    return (lists + rules).sorted { ($0.location.file, $0.location.line) < ($1.location.file, $1.location.line) }
  }

  private mutating func enter(_ local: CommandFile.Names) {
    scope = global
    scope.lists.merge(local.lists) { _, local in local }
    scope.rules.merge(local.rules) { _, local in local }
    ruleIndices = [:]
    listIndices = [:]
  }

  /// Resolves definitions that no sentence has led to, in the order of their names, so that their mistakes are found too.
  private mutating func check(_ names: CommandFile.Names) throws(CommandError) {
    for (name, rule) in names.rules.sorted(by: { $0.key < $1.key }) { _ = try self.rule(name, at: rule.location) }
    for (name, list) in names.lists.sorted(by: { $0.key < $1.key }) { _ = try self.list(name, at: list.location) }
  }
}

// MARK: Resolving

extension NameResolver {
  private mutating func resolve(_ template: Template) throws(CommandError) -> Expression {
    switch template {
    case .text(let text): return spoken(text)
    case .sequence(let parts): return .sequence(try resolve(parts))
    case .choice(let items): return .choice(try resolve(items))
    case .permutation(let items): return .permutation(try resolve(items))
    case .rule(let name, let location): return .rule(try rule(name, at: location))
    case .slot(let name, let list, let location): return .slot(name: name, list: try self.list(list, at: location))
    case .number(let slot, let range): return .slot(name: slot, list: list(of: range))
    }
  }

  private mutating func resolve(_ templates: [Template]) throws(CommandError) -> [Expression] {
    level += 1
    defer { level -= 1 }
    var expressions: [Expression] = []
    for template in templates { expressions.append(try resolve(template)) }
    return expressions
  }

  /// Text as words: letters and apostrophes at its ends join what stands beside them, anything else parts them.
  private mutating func spoken(_ text: String) -> Expression {
    func joins(_ character: Character?) -> Bool { character.map { $0.isLetter || $0 == "'" || $0 == "’" } ?? false }
    let words = SpokenForm(text).words.map { word in
      let folded = SpokenForm.fold(word)
      if word.dropFirst().contains(where: \.isUppercase) { spellings[folded] = word }
      return Expression.fragment(folded)
    }
    let spaced = Array(words.map { [$0] }.joined(separator: [.blank]))
    let before: [Expression] = joins(text.first) ? [] : [.blank]
    let after: [Expression] = joins(text.last) ? [] : [.blank]
    return .sequence(before + spaced + after)
  }

  private mutating func rule(_ name: String, at location: SourceLocation) throws(CommandError) -> Int {
    used.insert("<\(name)>")
    if let index = ruleIndices[name] { return index }
    guard let definition = scope.rules[name] else {
      throw unknown(kinds.rule, name, among: scope.rules.keys, at: location)
    }
    let expression = try guarded("<\(name)>", at: location) { resolver throws(CommandError) in
      try resolver.resolve(definition.value)
    }
    ruleHeights.append(try checkedHeight(of: [expression], at: location))
    rules.append(expression)
    silentRules.append(canBeSilent(expression))
    ruleIndices[name] = rules.count - 1
    return rules.count - 1
  }

  private mutating func list(_ name: String, at location: SourceLocation) throws(CommandError) -> Int {
    used.insert("{\(name)}")
    if let index = listIndices[name] { return index }
    guard let definition = scope.lists[name] else {
      throw unknown(kinds.list, name, among: scope.lists.keys, at: location)
    }
    let content = try guarded("{\(name)}", at: location) { resolver throws(CommandError) in
      try resolver.content(definition.value)
    }
    listHeights.append(try checkedHeight(of: content.expressions, at: location))
    lists.append(SlotList(name: name, content: content))
    listIndices[name] = lists.count - 1
    return lists.count - 1
  }

  private mutating func list(of range: NumberRange) -> Int {
    if let index = numberLists[range] { return index }
    listHeights.append(1)
    lists.append(SlotList(name: "\(range.from)..\(range.to)", content: .range(range)))
    numberLists[range] = lists.count - 1
    return lists.count - 1
  }

  private mutating func content(_ definition: CommandFile.ListDefinition) throws(CommandError) -> SlotList.Content {
    switch definition {
    case .range(let range): return .range(range)
    case .wildcard: return .wildcard
    case .values(let values):
      var resolved: [SlotList.Value] = []
      for value in values {
        let expression = try resolve(value.template)
        guard !canBeSilent(expression) else { throw CommandError(.empty("the value"), at: value.location) }
        resolved.append(SlotList.Value(expression: expression, output: value.output, location: value.location))
      }
      return .values(resolved)
    }
  }

  /// Resolves a definition unless it is already being resolved further up.
  private mutating func guarded<Result>(
    _ name: String, at location: SourceLocation, _ body: (inout NameResolver) throws(CommandError) -> Result
  ) throws(CommandError) -> Result {
    if let start = path.firstIndex(of: name) {
      throw CommandError(.recursion(Array(path[start...]) + [name]), at: location)
    }
    guard level <= Self.highest else { throw tooHigh(location) }
    guard path.count < Self.deepest else {
      throw CommandError(.tooLarge(what: "rules inside one another", limit: Self.deepest), at: location)
    }
    path.append(name)
    defer { path.removeLast() }
    return try body(&self)
  }

  /// How many levels expressions have.
  ///
  /// - Throws: `CommandError` where they are too many.
  private func checkedHeight(of expressions: [Expression], at location: SourceLocation) throws(CommandError) -> Int {
    let height = expressions.reduce(0) { max($0, self.height(of: $1)) }
    guard height <= Self.highest else { throw tooHigh(location) }
    return height
  }

  private func tooHigh(_ location: SourceLocation) -> CommandError {
    CommandError(.tooLarge(what: "brackets, rules and lists inside one another", limit: Self.highest), at: location)
  }

  private func height(of expression: Expression) -> Int {
    switch expression {
    case .fragment, .blank: 1
    case .sequence(let parts), .choice(let parts), .permutation(let parts):
      1 + parts.reduce(0) { max($0, height(of: $1)) }
    case .rule(let index): 1 + ruleHeights[index]
    case .slot(_, let list): 1 + listHeights[list]
    }
  }

  private func unknown(
    _ kind: String, _ name: String, among names: some Sequence<String>, at location: SourceLocation
  ) -> CommandError {
    CommandError(
      .unknown(kind: kind, name: name, suggestion: EditDistance.closest(to: name, among: names)), at: location)
  }

  /// Whether an expression also stands for no words at all.
  private func canBeSilent(_ expression: Expression) -> Bool {
    switch expression {
    case .fragment, .slot: false
    case .blank: true
    case .sequence(let parts), .permutation(let parts): parts.allSatisfy(canBeSilent)
    case .choice(let items): items.contains(where: canBeSilent)
    case .rule(let index): silentRules[index]
    }
  }
}
