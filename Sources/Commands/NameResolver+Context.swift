/// Lists as a block's `requires_context` and `excludes_context` leave them.
extension NameResolver {
  /// The indices of rules and lists by name.
  typealias Indices = (rules: [String: Int], lists: [String: Int])

  /// Resolves a sentence once more, with the lists that its block's conditions leave.
  ///
  /// What no list of the sentence brings would have to come from elsewhere: such conditions are put into `unsettled`.
  ///
  /// - Parameter whole: the sentence with all values of its lists.
  /// - Returns: `Expression.never` where the conditions leave nothing to say.
  mutating func narrowed(
    _ template: Template, _ whole: Expression, by conditions: [ContextCondition],
    unsettled: inout Set<ContextCondition>
  ) throws(CommandError) -> Expression {
    var counts: [String: Int] = [:]
    for key in Set(conditions.map(\.key)) {
      var known: [Int: Int] = [:]
      counts[key] = mostSlots(with: key, in: whole, &known)
    }
    unsettled.formUnion(conditions.filter { counts[$0.key] == 0 })
    let settled = conditions.filter { counts[$0.key] != 0 }
    guard !settled.isEmpty else { return whole }
    let soleKeys = Set(settled.map(\.key)).filter { counts[$0] == 1 }
    let filter = ContextFilter(conditions: settled, soleKeys: soleKeys)
    unfiltered = (ruleIndices, listIndices)
    (ruleIndices, listIndices) = filtered[filter] ?? ([:], [:])
    self.filter = filter
    defer {
      filtered[filter] = (ruleIndices, listIndices)
      (ruleIndices, listIndices) = unfiltered
      self.filter = nil
    }
    return try resolve(template)
  }

  /// Warns of the conditions of a block that nothing settles, and of one that leaves nothing to say.
  mutating func warn(of block: CommandFile.Block, unsettled: Set<ContextCondition>, isEmpty: Bool) {
    for condition in block.conditions where unsettled.contains(condition.value) {
      let (source, key) = (condition.value.source, condition.value.key)
      // The client's context has it or has not.
      if block.reply.contextSlots.contains(key), !condition.value.excludes { continue }
      let message = "'\(source)' is not evaluated for '\(key)': a sentence has no list with it in its 'context'"
      warnings.append(CommandWarning(location: condition.location, message: message))
    }
    guard isEmpty, let first = block.sentences.first else { return }
    let reason = block.conditions.isEmpty ? "a list is empty" : "no list value has the context that it requires"
    let message = "a block of '\(block.intent)' is skipped: \(reason)"
    warnings.append(CommandWarning(location: first.location, message: message))
  }

  /// The keys that the contexts of a list's values have.
  static func contextKeys(of definition: CommandFile.ListDefinition) -> Set<String> {
    guard case .values(let values) = definition else { return [] }
    return values.reduce(into: []) { $0.formUnion($1.context.keys) }
  }

  /// The most slots that one way through an expression has whose lists bring a key: none, one, or two for several.
  ///
  /// - Parameter known: the answers for rules.
  private func mostSlots(with key: String, in expression: Expression, _ known: inout [Int: Int]) -> Int {
    switch expression {
    case .fragment, .blank: return 0
    case .sequence(let parts), .permutation(let parts):
      return parts.reduce(0) { min(2, $0 + mostSlots(with: key, in: $1, &known)) }
    case .choice(let items): return items.reduce(0) { max($0, mostSlots(with: key, in: $1, &known)) }
    case .rule(let index):
      if let count = known[index] { return count }
      let count = mostSlots(with: key, in: rules[index], &known)
      known[index] = count
      return count
    case .slot(_, let list): return listKeys[list].contains(key) ? 1 : 0
    }
  }
}
