/// Parses hassil's templates: `turn [the] (light|lamp)[s] {state} [in <room>]`.
///
/// `[x]` is optional, `(a|b)` a choice, `(a;b)` both in any order, `{list}` or `{list:slot}` a slot, `{0..100,5:slot}` a
/// number, `<rule>` an expansion; a backslash takes the next character as it is.
struct NativeTemplateParser {
  private var reader: TemplateReader

  /// - Throws: `CommandError` at the character that is wrong.
  static func parse(_ text: ScalarText) throws(CommandError) -> Template {
    var parser = NativeTemplateParser(reader: TemplateReader(text))
    let template = try parser.group(what: "the template")
    if let rest = parser.reader.next { throw CommandError(.unbalanced(Character(rest)), at: parser.reader.location) }
    return template
  }

  /// Whether a list value is a template rather than plain text.
  static func isTemplate(_ text: String) -> Bool { text.unicodeScalars.contains { special.contains($0) } }

  private static let special: Set<Unicode.Scalar> = ["[", "]", "(", ")", "{", "}", "<", ">", "|", ";", "\\"]

  /// Alternatives or permuted items, up to the end or a closing bracket.
  private mutating func group(what: String) throws(CommandError) -> Template {
    let start = reader.location
    var items = [try sequence()]
    var separator: Unicode.Scalar?
    while let next = reader.next, next == "|" || next == ";" {
      guard separator == nil || separator == next else {
        throw CommandError(.template("a group is divided either by '|' or by ';', not by both"), at: reader.location)
      }
      separator = reader.take()
      items.append(try sequence())
    }
    guard let separator else {
      if case .sequence(let parts) = items[0], parts.isEmpty { throw CommandError(.empty(what), at: start) }
      return items[0]
    }
    if separator == "|" { return .choice(items) }
    return try permutation(items, at: start)
  }

  private func permutation(_ items: [Template], at location: SourceLocation) throws(CommandError) -> Template {
    let most = 8
    guard items.count <= most else {
      throw CommandError(.tooLarge(what: "items in any order", limit: most), at: location)
    }
    return .permutation(items)
  }

  private mutating func sequence() throws(CommandError) -> Template {
    var parts: [Template] = []
    while let next = reader.next, !"])|;".unicodeScalars.contains(next) {
      switch next {
      case "[":
        _ = reader.take()
        parts.append(.choice([try bracketed(closing: "]"), .nothing]))
      case "(":
        _ = reader.take()
        parts.append(try bracketed(closing: ")"))
      case "{":
        _ = reader.take()
        parts.append(try reader.nested(closing: "}") { reader throws(CommandError) in try Self.slot(&reader) })
      case "<":
        _ = reader.take()
        parts.append(try reader.nested(closing: ">") { reader throws(CommandError) in try Self.rule(&reader) })
      case "}", ">": throw CommandError(.unbalanced(Character(next)), at: reader.location)
      default: parts.append(try text())
      }
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func bracketed(closing: Unicode.Scalar) throws(CommandError) -> Template {
    try reader.nested(closing: closing) { reader throws(CommandError) in
      var parser = NativeTemplateParser(reader: reader)
      defer { reader = parser.reader }
      return try parser.group(what: "the group")
    }
  }

  private mutating func text() throws(CommandError) -> Template {
    var text = ""
    while let next = reader.next, next == "\\" || !Self.special.contains(next) {
      let location = reader.location
      _ = reader.take()
      guard next == "\\" else {
        text.unicodeScalars.append(next)
        continue
      }
      guard let escaped = reader.take() else {
        throw CommandError(.template("a backslash takes the next character as it is, but there is none"), at: location)
      }
      text.unicodeScalars.append(escaped)
    }
    return .text(text)
  }

  private static func rule(_ reader: inout TemplateReader) throws(CommandError) -> Template {
    let location = reader.location
    return .rule(name: try name(&reader, of: "rule"), at: location)
  }

  private static func slot(_ reader: inout TemplateReader) throws(CommandError) -> Template {
    let location = reader.location
    if reader.next == "-" || reader.next.map(isDigit) == true, let range = try range(&reader) {
      guard reader.take(":") else {
        throw CommandError(
          .expected("':' and the slot's name after the range", found: found(reader)), at: reader.location)
      }
      return .number(slot: try name(&reader, of: "slot"), range: range)
    }
    let list = try name(&reader, of: "list")
    guard reader.take(":") else { return .slot(name: list, list: list, at: location) }
    return .slot(name: try name(&reader, of: "slot"), list: list, at: location)
  }

  /// `from..to` or `from..to,step`; nil, with nothing read, if it turns out to be a name.
  private static func range(_ reader: inout TemplateReader) throws(CommandError) -> NumberRange? {
    let start = reader
    guard let from = integer(&reader), reader.take("."), reader.take(".") else {
      reader = start
      return nil
    }
    guard let to = integer(&reader) else {
      throw CommandError(.expected("a whole number after '..'", found: found(reader)), at: reader.location)
    }
    var step = 1
    if reader.take(",") {
      guard let number = integer(&reader) else {
        throw CommandError(.expected("a whole number as the step", found: found(reader)), at: reader.location)
      }
      step = number
    }
    return try NumberRange(from: from, to: to, step: step, multiplier: nil, at: start.location)
  }

  private static func integer(_ reader: inout TemplateReader) -> Int? {
    let sign = reader.take("-") ? "-" : ""
    return Int(sign + reader.take(while: isDigit))
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func name(_ reader: inout TemplateReader, of kind: String) throws(CommandError) -> String {
    let name = reader.take { isDigit($0) || $0.properties.isAlphabetic || "_-. ".unicodeScalars.contains($0) }
    let trimmed = name.split(separator: " ").joined(separator: " ")
    guard !trimmed.isEmpty else {
      throw CommandError(.expected("the name of a \(kind)", found: found(reader)), at: reader.location)
    }
    return trimmed
  }

  private static func found(_ reader: TemplateReader) -> String { reader.next.map { "'\($0)'" } ?? "the end" }
}
