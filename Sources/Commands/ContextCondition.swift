/// What a block asks of one key of the context: the values of its lists bring one along.
struct ContextCondition: Hashable, Sendable {
  let key: String
  /// The values that are meant; nil for any.
  let values: Set<String>?
  /// Whether the key must not have one of the values; a key that is missing is no matter then.
  let excludes: Bool

  /// The key of the command file that the condition stands under.
  var source: String { excludes ? "excludes_context" : "requires_context" }
}

/// The conditions of a block that the lists of one of its sentences can settle.
struct ContextFilter: Hashable {
  let conditions: [ContextCondition]
  /// The keys that never more than one slot of the sentence can bring: a value without such a key is left out.
  let soleKeys: Set<String>

  /// Whether a list that brings some keys has to do with the conditions.
  func concerns(_ keys: Set<String>) -> Bool { conditions.contains { keys.contains($0.key) } }

  /// Whether a value may stay in its list.
  ///
  /// - Parameter keys: those that the list's values bring.
  func admits(_ context: [String: String], among keys: Set<String>) -> Bool {
    conditions.allSatisfy { condition in
      guard let value = context[condition.key] else {
        return condition.excludes || !keys.contains(condition.key) || !soleKeys.contains(condition.key)
      }
      return (condition.values?.contains(value) ?? true) != condition.excludes
    }
  }
}

extension CommandFile {
  /// Reads `requires_context` or `excludes_context`: keys with a value, a sequence of values, or a mapping with `value`.
  func conditions(
    _ value: YAMLValue, excludes: Bool, at location: SourceLocation
  ) throws(CommandError) -> [Definition<ContextCondition>] {
    var conditions: [Definition<ContextCondition>] = []
    for (key, value) in try value.mapping("a mapping from keys of the context to their values") {
      // No value has to be there, and none is excluded, where nothing is named.
      let values = try contextValues(value) ?? (excludes ? [] : nil)
      let condition = ContextCondition(key: key.string, values: values, excludes: excludes)
      conditions.append(Definition(value: condition, location: location))
    }
    return conditions
  }

  /// The keys whose value in the context is a slot of the command, those with `slot: true`.
  func contextSlots(_ value: YAMLValue) throws(CommandError) -> [String] {
    var keys: [String] = []
    for (key, value) in try value.mapping("a mapping from keys of the context to their values") {
      guard !value.isNull, !value.isSequence, !value.isScalar else { continue }
      for (entry, value) in try value.mapping("a value, several or a mapping with 'value'") where entry.string == "slot"
      {
        if try value.scalar("'true' or 'false'").string.lowercased() == "true" { keys.append(key.string) }
      }
    }
    return keys.sorted()
  }

  /// Reads the `context` of a list value.
  func context(_ value: YAMLValue) throws(CommandError) -> [String: String] {
    guard !value.isNull else { return [:] }
    var context: [String: String] = [:]
    for (key, value) in try value.mapping("a mapping from keys of the context to their values") {
      if let values = try contextValues(value), values.count == 1 { context[key.string] = values.first }
    }
    return context
  }

  /// The values that an entry names; nil where it names none, as with `null` or `slot: true` alone.
  private func contextValues(_ value: YAMLValue) throws(CommandError) -> Set<String>? {
    if value.isNull { return nil }
    if value.isSequence {
      var values: Set<String> = []
      for value in try value.sequence("a sequence of values") { values.insert(try value.scalar("a value").string) }
      return values
    }
    if value.isScalar { return [try value.scalar("a value").string] }
    for (key, value) in try value.mapping("a value, several or a mapping with 'value'") where key.string == "value" {
      return try contextValues(value)
    }
    return nil
  }
}
