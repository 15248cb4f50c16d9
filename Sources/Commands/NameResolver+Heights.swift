/// What is known of expressions whose rules and lists are resolved.
extension NameResolver {
  /// How many levels expressions have.
  ///
  /// - Throws: `CommandError` where they are too many.
  func checkedHeight(of expressions: [Expression], at location: SourceLocation) throws(CommandError) -> Int {
    let height = expressions.reduce(0) { max($0, self.height(of: $1)) }
    guard height <= Self.highest else { throw tooHigh(location) }
    return height
  }

  func tooHigh(_ location: SourceLocation) -> CommandError {
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

  /// Whether an expression also stands for no words at all.
  func canBeSilent(_ expression: Expression) -> Bool {
    switch expression {
    case .fragment, .slot: false
    case .blank: true
    case .sequence(let parts), .permutation(let parts): parts.allSatisfy(canBeSilent)
    case .choice(let items): items.contains(where: canBeSilent)
    case .rule(let index): silentRules[index]
    }
  }
}
