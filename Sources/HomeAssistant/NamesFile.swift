/// The lists that Home Assistant's sentences take their names from: `name`, `area` and `floor`, as a command file.
///
/// As Home Assistant's own agent does it, a name stands for itself, and so does an alias of an entity or an area; that
/// of a floor stands for the floor. Entities bring their domain and device class into the context.
public struct NamesFile: Sendable {
  /// A name that is not in the file.
  public struct Omission: Hashable, Sendable, CustomStringConvertible {
    /// `light.kitchen`, `area` or `floor`.
    public let subject: String
    /// The name.
    public let name: String
    /// Why it is left out, in words.
    public let reason: String

    /// One line, if the name is one.
    public var description: String {
      (name.isEmpty ? subject : "\(subject) '\(name.prefix(80))'") + ": \(reason)"
    }
  }

  private struct Value {
    let template: String
    let output: String
    let context: [(key: String, value: String)]
  }

  private struct Key: Hashable {
    let words: [String]
    let context: [String]
  }

  /// What was left out, with its reason.
  public private(set) var omissions: [Omission] = []
  /// How many names of entities, areas and floors there are, in this order, aliases included.
  public var counts: [Int] { lists.map(\.values.count) }

  private var lists: [(name: String, values: [Value])] = [("name", []), ("area", []), ("floor", [])]
  private var known: [Key: String] = [:]

  /// - Parameter home: what has names.
  public init(_ home: Home) {
    for entity in home.entities {
      var context = [(key: "domain", value: entity.domain)]
      if let deviceClass = entity.deviceClass { context.append(("device_class", deviceClass)) }
      for alias in entity.aliases where !alias.isBlank { add(alias, to: 0, context, of: entity.id) }
      add(entity.name, to: 0, context, of: entity.id)
    }
    for (list, places) in [(1, home.areas), (2, home.floors)] {
      for place in places {
        add(place.name, to: list, of: lists[list].name)
        for alias in place.aliases where !alias.isBlank {
          add(alias, to: list, of: lists[list].name, output: list == 2 && !place.name.isBlank ? place.name : nil)
        }
      }
    }
    omissions += home.absent.map { Omission(subject: $0, name: "", reason: "it has no state; it may be disabled") }
  }

  private mutating func add(
    _ name: String, to list: Int, _ context: [(key: String, value: String)] = [], of subject: String,
    output: String? = nil
  ) {
    let name = name.trimmed
    let spoken: SpokenName
    do throws(SpokenName.Problem) { spoken = try SpokenName(name) } catch {
      omissions.append(Omission(subject: subject, name: name, reason: error.description))
      return
    }
    let output = output?.trimmed ?? name
    let key = Key(words: spoken.letters, context: [lists[list].name] + context.map(\.value))
    if let first = known[key] {
      guard first != output else { return }
      omissions.append(Omission(subject: subject, name: name, reason: "it is said like '\(first.prefix(80))'"))
      return
    }
    known[key] = output
    lists[list].values.append(Value(template: spoken.template, output: output, context: context))
  }
}

// MARK: YAML

extension NamesFile {
  /// The file's text.
  ///
  /// - Parameter source: where the names are from, for whoever reads it; a line.
  public func yaml(from source: String) -> String {
    var text = "# The names of \(source), written by attune: a change here is lost when they are read again.\n"
    text += "language: en\nlists:\n"
    for list in lists {
      text += "  \(list.name):\n    values:\(list.values.isEmpty ? " []" : "")\n"
      for value in list.values {
        text += "      - in: \(Self.quoted(value.template))\n        out: \(Self.quoted(value.output))\n"
        guard !value.context.isEmpty else { continue }
        let pairs = value.context.map { "\($0.key): \(Self.quoted($0.value))" }
        text += "        context: {\(pairs.joined(separator: ", "))}\n"
      }
    }
    return text
  }

  /// A double-quoted scalar. What YAML does not print, and what ends a line, is escaped.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: quoted += "\\\(scalar)"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// Without white space and byte order marks around it.
  fileprivate var trimmed: String {
    let scalars = unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar == "\u{FEFF}" }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
