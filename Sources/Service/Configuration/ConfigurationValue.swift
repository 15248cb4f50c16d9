import Commands
import Yams

/// A value of the configuration file, which knows its line.
struct ConfigurationValue {
  private let node: Node
  private let file: String
  /// The line of the key, for values that have none.
  private let keyLine: Int

  /// Parses a file's text; nil where it says nothing.
  static func parse(_ text: String, file: String) throws(ServerError) -> ConfigurationValue? {
    do {
      let text = BoundedYAML.withoutByteOrderMark(text)
      return try BoundedYAML.compose(text).map { ConfigurationValue(node: $0, file: file, keyLine: 1) }
    } catch let error as BoundedYAML.TooLarge {
      let problem = "too large: more than \(error.limit) \(error.what)"
      throw ServerError.configuration(file: file, line: error.line, problem: problem)
    } catch let error as YamlError {
      throw ServerError.configuration(file: file, line: error.line, problem: "not YAML: \(error.problem)")
    } catch {
      throw ServerError.configuration(file: file, line: 1, problem: "not YAML: \(error)")
    }
  }

  /// The pairs of a mapping, each with the value's line in errors.
  func members() throws(ServerError) -> [(key: String, value: ConfigurationValue)] {
    guard case .mapping(let mapping) = node else {
      if case .scalar(let scalar) = node, scalar.string.isEmpty { return [] }
      throw error("expected keys with values")
    }
    var members: [(key: String, value: ConfigurationValue)] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? keyLine
      guard case .scalar(let name) = key else { throw error("expected a name") }
      members.append((name.string, ConfigurationValue(node: value, file: file, keyLine: line)))
    }
    return members
  }

  func text() throws(ServerError) -> String { try read(or: "a text") { $0.isEmpty ? nil : $0 } }

  func number(in range: ClosedRange<Double>) throws(ServerError) -> Double {
    try read(or: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
      Double(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func integer(in range: ClosedRange<Int>) throws(ServerError) -> Int {
    try read(or: "an integer from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Reads a scalar.
  ///
  /// - Parameter expected: what it should have been, where `read` gives nothing.
  func read<Value>(or expected: String, _ read: (String) -> Value?) throws(ServerError) -> Value {
    guard case .scalar(let scalar) = node, let value = read(scalar.string) else { throw error("expected \(expected)") }
    return value
  }

  /// Reads a list of scalars, or a single one.
  func each<Value>(or expected: String, _ read: (String) -> Value?) throws(ServerError) -> [Value] {
    guard case .sequence(let sequence) = node else { return [try self.read(or: expected, read)] }
    var values: [Value] = []
    for node in sequence {
      values.append(try ConfigurationValue(node: node, file: file, keyLine: keyLine).read(or: expected, read))
    }
    return values
  }

  /// The error of a key that nobody knows.
  func unknown(_ key: String) -> ServerError {
    .configuration(file: file, line: keyLine, problem: "unknown key '\(key)'")
  }

  private func error(_ problem: String) -> ServerError {
    .configuration(file: file, line: node.mark?.line ?? keyLine, problem: problem)
  }
}

extension YamlError {
  fileprivate var line: Int {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 1
    }
  }

  fileprivate var problem: String {
    switch self {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      (context.map { $0.text + ", " } ?? "") + problem
    case .duplicatedKeysInMapping(let keys, _): "the key '\(keys.first ?? "")' is here twice"
    default: "\(self)"
    }
  }
}
