extension [CommandFile] {
  /// All files as one.
  ///
  /// - Throws: `CommandError` if dialects are mixed or a name is defined twice, and not alike.
  func merged() throws(CommandError) -> CommandFile {
    guard var result = first else {
      throw CommandError(.noCommands, at: SourceLocation(file: "no file", line: 1, column: 1))
    }
    for file in dropFirst() {
      guard file.dialect == result.dialect else { throw CommandError(.mixedDialects, at: file.start) }
      let kinds = file.dialect.kinds
      try merge(file.names.lists, into: &result.names.lists, kind: kinds.list) { $0.says(sameAs: $1) }
      try merge(file.names.rules, into: &result.names.rules, kind: kinds.rule) { $0.says(sameAs: $1) }
      result.blocks += file.blocks
      result.wakeIntents.formUnion(file.wakeIntents)
      result.skipPhrases += file.skipPhrases
      result.pronunciations.merge(file.pronunciations) { first, second in first + second.filter { !first.contains($0) }
      }
      result.warnings += file.warnings
    }
    guard !result.blocks.isEmpty else { throw CommandError(.noCommands, at: result.start) }
    return result
  }

  private func merge<Value>(
    _ new: [String: CommandFile.Definition<Value>], into all: inout [String: CommandFile.Definition<Value>],
    kind: String, isSame: (Value, Value) -> Bool
  ) throws(CommandError) {
    for (name, definition) in new.sorted(by: { $0.key < $1.key }) where !name.hasPrefix(RhinoBuiltIns.prefix) {
      if let first = all[name] {
        if isSame(first.value, definition.value) { continue }
        throw CommandError(.redefined(kind: kind, name: name, first: first.location), at: definition.location)
      }
      all[name] = definition
    }
  }
}
