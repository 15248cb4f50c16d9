import Yams

/// A part of a YAML file, with the reading that command files need: scalars are strings, and every complaint has a place.
struct YAMLValue {
  let node: Node
  let source: YAMLSource

  /// Parses a file's text.
  static func parse(_ text: String, file: String) throws(CommandError) -> YAMLValue {
    let text = BoundedYAML.withoutByteOrderMark(text)
    let start = SourceLocation(file: file, line: 1, column: 1)
    guard text.utf8.count <= BoundedYAML.bytes else {
      throw CommandError(.tooLarge(what: "bytes", limit: BoundedYAML.bytes), at: start)
    }
    let source = YAMLSource(file: file, text: text)
    do {
      guard let node = try BoundedYAML.compose(text) else {
        throw CommandError(.noCommands, at: source.location(nil))
      }
      return YAMLValue(node: node, source: source)
    } catch let error as CommandError {
      throw error
    } catch let error as BoundedYAML.TooLarge {
      let place = SourceLocation(file: file, line: error.line, column: error.column)
      throw CommandError(.tooLarge(what: error.what, limit: error.limit), at: place)
    } catch let error as YamlError {
      throw commandError(error, in: source)
    } catch {
      throw CommandError(.notYAML("\(error)"), at: source.location(nil))
    }
  }

  var location: SourceLocation { source.location(node.mark) }

  /// The value as a string: `on` is "on" and `5` is "5".
  func scalar(_ expected: String) throws(CommandError) -> ScalarText {
    guard case .scalar(let scalar) = node else { throw mismatch(expected) }
    try CommandError.checkCancellation(at: location)
    guard scalar.string.utf8.count <= Self.longest else {
      throw CommandError(.tooLarge(what: "bytes in one value", limit: Self.longest), at: location)
    }
    return ScalarText(scalar, in: source)
  }

  /// The most bytes of a template or another value: far more than a person says at once.
  private static let longest = 1 << 16

  func sequence(_ expected: String) throws(CommandError) -> [YAMLValue] {
    guard case .sequence(let sequence) = node else { throw mismatch(expected) }
    return sequence.map { YAMLValue(node: $0, source: source) }
  }

  /// The pairs in the order of the file.
  func mapping(_ expected: String) throws(CommandError) -> [(key: ScalarText, value: YAMLValue)] {
    guard case .mapping(let mapping) = node else { throw mismatch(expected) }
    var pairs: [(key: ScalarText, value: YAMLValue)] = []
    for (key, value) in mapping {
      let key = try YAMLValue(node: key, source: source).scalar("a name")
      pairs.append((key, YAMLValue(node: value, source: source)))
    }
    return pairs
  }

  private func mismatch(_ expected: String) -> CommandError {
    let found =
      switch node {
      case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string.prefix(80))'"
      case .sequence: "a sequence"
      case .mapping: "a mapping"
      case .alias: "an alias"
      }
    return CommandError(.expected(expected, found: found), at: location)
  }

  private static func commandError(_ error: YamlError, in source: YAMLSource) -> CommandError {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let text = (context.map { $0.text + ", " } ?? "") + problem
      return CommandError(.notYAML(text), at: source.location(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      return CommandError(.duplicateKey(duplicates.first ?? ""), at: source.location(context.mark))
    case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
      return CommandError(.notYAML(problem), at: source.location(nil))
    case .no, .memory, .dataCouldNotBeDecoded:
      return CommandError(.notYAML("\(error)"), at: source.location(nil))
    }
  }
}

extension YAMLValue {
  var isScalar: Bool { if case .scalar = node { true } else { false } }
  var isSequence: Bool { if case .sequence = node { true } else { false } }

  /// Whether it is nothing or says so: `null` or `~`.
  var isNull: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// Whether there is a key with nothing after it.
  var isNothing: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.isEmpty && scalar.style == .plain
  }
}
