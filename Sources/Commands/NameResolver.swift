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
  private(set) var silentRules: [Bool] = []
  /// How many levels each rule and each list has, those of what it refers to included.
  private(set) var ruleHeights: [Int] = []
  private(set) var listHeights: [Int] = []

  /// What was noticed.
  var warnings: [CommandWarning] = []
  /// For every list the keys that its values bring into the context.
  private(set) var listKeys: [Set<String>] = []
  /// Leaves values out of the lists that are being resolved.
  var filter: ContextFilter?
  /// What names mean with all values, while there is a filter, and what they mean behind each filter.
  var unfiltered: Indices = ([:], [:])
  var filtered: [ContextFilter: Indices] = [:]

  private let kinds: (list: String, rule: String)
  private let global: CommandFile.Names
  private var scope: CommandFile.Names
  var ruleIndices: [String: Int] = [:]
  var listIndices: [String: Int] = [:]
  private var numberLists: [NumberRange: Int] = [:]
  /// The rules and lists that are being resolved, to notice those that contain themselves.
  private var path: [String] = []
  private var used: Set<String> = []
  /// How many levels deep the template is that is being resolved.
  private var level = 0
  /// Chains of rules longer than this are no person's work.
  private static let deepest = 64
  /// Brackets, rules and lists inside one another: whatever walks an expression goes as deep.
  static let highest = 160

  init(_ file: CommandFile) {
    kinds = file.dialect.kinds
    global = file.names
    scope = global
  }

  /// The sentences of a block.
  mutating func sentences(of block: CommandFile.Block) throws(CommandError) -> [Grammar.Sentence] {
    guard !block.names.lists.isEmpty || !block.names.rules.isEmpty else { return try sentencesInScope(of: block) }
    let indices = (ruleIndices, listIndices, filtered)
    enter(block.names)
    defer {
      scope = global
      (ruleIndices, listIndices, filtered) = indices
    }
    try check(block.names)
    return try sentencesInScope(of: block)
  }

  private mutating func sentencesInScope(of block: CommandFile.Block) throws(CommandError) -> [Grammar.Sentence] {
    var sentences: [Grammar.Sentence] = []
    var unsettled: Set<ContextCondition> = []
    for sentence in block.sentences {
      try CommandError.checkCancellation(at: sentence.location)
      let whole = try resolve(sentence.template)
      _ = try checkedHeight(of: [whole], at: sentence.location)
      guard !canBeSilent(whole) else { throw CommandError(.empty("the template"), at: sentence.location) }
      guard !whole.isNever else { continue }
      let conditions = block.conditions.map(\.value)
      let expression = try narrowed(sentence.template, whole, by: conditions, unsettled: &unsettled)
      guard !expression.isNever else { continue }
      sentences.append(
        Grammar.Sentence(
          intent: block.intent, fixed: block.fixed, reply: block.reply, expression: expression,
          location: sentence.location))
    }
    warn(of: block, unsettled: unsettled, isEmpty: sentences.isEmpty)
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
    filtered = [:]
  }

  /// Resolves definitions that no sentence has led to, in the order of their names, so that their mistakes are found too. One
  /// that refers to what is not there does no harm.
  private mutating func check(_ names: CommandFile.Names) throws(CommandError) {
    for (name, rule) in names.rules.sorted(by: { $0.key < $1.key }) where !used.contains("<\(name)>") {
      try tolerate { resolver throws(CommandError) in _ = try resolver.rule(name, at: rule.location) }
    }
    for (name, list) in names.lists.sorted(by: { $0.key < $1.key }) where !used.contains("{\(name)}") {
      try tolerate { resolver throws(CommandError) in _ = try resolver.list(name, at: list.location) }
    }
  }

  private mutating func tolerate(_ body: (inout NameResolver) throws(CommandError) -> Void) throws(CommandError) {
    do throws(CommandError) { try body(&self) } catch {
      guard case .unknown = error.problem else { throw error }
      warnings.append(CommandWarning(location: error.location, message: "\(error.problem); nothing uses it"))
    }
  }
}

// MARK: Resolving

extension NameResolver {
  mutating func resolve(_ template: Template) throws(CommandError) -> Expression {
    switch template {
    case .text(let text): return spoken(text)
    case .sequence(let parts):
      let parts = try resolve(parts)
      return parts.contains(where: \.isNever) ? .never : .sequence(parts)
    case .choice(let items): return .choice(try resolve(items).filter { !$0.isNever })
    case .permutation(let items):
      let items = try resolve(items)
      return items.contains(where: \.isNever) ? .never : .permutation(items)
    case .rule(let name, let location):
      let index = try rule(name, at: location)
      return rules[index].isNever ? .never : .rule(index)
    case .slot(let name, let list, let location):
      let index = try self.list(list, at: location)
      if case .values(let values) = lists[index].content, values.isEmpty { return .never }
      return .slot(name: name, list: index)
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
    if let filter, let index = unfiltered.lists[name], !filter.concerns(listKeys[index]) { return index }
    let content = try guarded("{\(name)}", at: location) { resolver throws(CommandError) in
      try resolver.content(definition.value)
    }
    listHeights.append(try checkedHeight(of: content.expressions, at: location))
    lists.append(SlotList(name: name, content: content))
    listKeys.append(Self.contextKeys(of: definition.value))
    listIndices[name] = lists.count - 1
    return lists.count - 1
  }

  private mutating func list(of range: NumberRange) -> Int {
    if let index = numberLists[range] { return index }
    listHeights.append(1)
    listKeys.append([])
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
      let keys = Self.contextKeys(of: definition)
      for value in values where filter?.admits(value.context, among: keys) ?? true {
        let expression = try resolve(said(value))
        guard !expression.isNever else { continue }
        guard !canBeSilent(expression) else { throw CommandError(.empty("the value"), at: value.location) }
        resolved.append(SlotList.Value(expression: expression, output: value.output, location: value.location))
      }
      return .values(resolved)
    }
  }

  /// A value that may be left out as a whole is one that has to be said: `[unplugged]` in a list is `unplugged`.
  private mutating func said(_ value: CommandFile.ListValue) -> Template {
    guard case .choice(let items) = value.template.bare, case let said = items.filter({ !$0.isNothing }), !said.isEmpty,
      said.count < items.count
    else { return value.template }
    let warning = CommandWarning(
      location: value.location, message: "a value may not be left out: this one has to be said")
    if !warnings.contains(warning) { warnings.append(warning) }
    return .choice(said)
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

  private func unknown(
    _ kind: String, _ name: String, among names: some Sequence<String>, at location: SourceLocation
  ) -> CommandError {
    CommandError(
      .unknown(kind: kind, name: name, suggestion: EditDistance.closest(to: name, among: names)), at: location)
  }
}
