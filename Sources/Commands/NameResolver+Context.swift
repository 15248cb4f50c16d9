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
    let slots = conditions.isEmpty ? [] : slotsWithContext(in: whole)
    func count(_ key: String) -> Int { slots.count { listKeys[$0.list].contains(key) } }
    unsettled.formUnion(conditions.filter { count($0.key) == 0 })
    let settled = conditions.filter { count($0.key) > 0 }
    guard !settled.isEmpty else { return whole }
    let soleKeys = Set(settled.map(\.key)).filter { count($0) == 1 }
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
      let message = "'\(source)' is not evaluated for '\(key)': a sentence has no list with it in its 'context'"
      warnings.append(CommandWarning(location: condition.location, message: message))
    }
    guard isEmpty, let first = block.sentences.first else { return }
    let message = "a block of '\(block.intent)' is skipped: no list value has the context that it requires"
    warnings.append(CommandWarning(location: first.location, message: message))
  }

  /// The keys that the contexts of a list's values have.
  static func contextKeys(of definition: CommandFile.ListDefinition) -> Set<String> {
    guard case .values(let values) = definition else { return [] }
    return values.reduce(into: []) { $0.formUnion($1.context.keys) }
  }

  private struct Slot: Hashable {
    let name: String
    let list: Int
  }

  /// The slots of an expression whose lists bring something into the context.
  private func slotsWithContext(in expression: Expression) -> Set<Slot> {
    var slots: Set<Slot> = []
    var seen: Set<Int> = []
    var pending = [expression]
    while let next = pending.popLast() {
      switch next {
      case .fragment, .blank: break
      case .sequence(let parts), .choice(let parts), .permutation(let parts): pending += parts
      case .rule(let index): if seen.insert(index).inserted { pending.append(rules[index]) }
      case .slot(let name, let list): if !listKeys[list].isEmpty { slots.insert(Slot(name: name, list: list)) }
      }
    }
    return slots
  }
}
