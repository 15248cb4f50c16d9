/// Parses Rhino's expressions: `[turn on, switch on] (all) the $room:room (lights)`.
///
/// Here `(a, b)` is optional and `[a, b]` a choice; `$type:name` is a slot and `@macro` an expansion.
struct RhinoTemplateParser {
  private var reader: TemplateReader

  /// - Throws: `CommandError` at the character that is wrong.
  static func parse(_ text: ScalarText) throws(CommandError) -> Template {
    var parser = RhinoTemplateParser(reader: TemplateReader(text))
    let template = try parser.sequence(inGroup: false)
    if let rest = parser.reader.next { throw CommandError(.unbalanced(Character(rest)), at: parser.reader.location) }
    return template
  }

  private mutating func sequence(inGroup: Bool) throws(CommandError) -> Template {
    var parts: [Template] = []
    while let next = reader.next, next != ")", next != "]", !(inGroup && next == ",") {
      switch next {
      case "(":
        _ = reader.take()
        parts += [.blank, .choice(try group(closing: ")") + [.nothing]), .blank]
      case "[":
        _ = reader.take()
        parts += [.blank, .choice(try group(closing: "]")), .blank]
      case "$":
        _ = reader.take()
        parts += [.blank, try slot(), .blank]
      case "@":
        _ = reader.take()
        let location = reader.location
        parts += [.blank, .rule(name: try name("the name of a macro after '@'"), at: location), .blank]
      default:
        parts.append(.text(reader.take { !"()[]$@".unicodeScalars.contains($0) && !(inGroup && $0 == ",") }))
      }
    }
    return .sequence(parts)
  }

  private mutating func group(closing: Unicode.Scalar) throws(CommandError) -> [Template] {
    try reader.nested(closing: closing) { reader throws(CommandError) in
      var parser = RhinoTemplateParser(reader: reader)
      defer { reader = parser.reader }
      var items: [Template] = []
      repeat {
        let start = parser.reader.location
        let item = try parser.sequence(inGroup: true)
        guard !item.isBlank else { throw CommandError(.empty("an item of the group"), at: start) }
        items.append(item)
      } while parser.reader.take(",")
      return items
    }
  }

  private mutating func slot() throws(CommandError) -> Template {
    let location = reader.location
    let list = try name("the type of a slot after '$'")
    guard reader.take(":") else {
      let found = reader.next.map { "'\($0)'" } ?? "the end"
      throw CommandError(.expected("':' and the slot's name after '$\(list)'", found: found), at: reader.location)
    }
    return .slot(name: try name("the slot's name after ':'"), list: list, at: location)
  }

  private mutating func name(_ expected: String) throws(CommandError) -> String {
    let name = reader.take { $0.properties.isAlphabetic || $0 == "_" || $0 == "." || ("0"..."9").contains($0) }
    guard !name.isEmpty else {
      let found = reader.next.map { "'\($0)'" } ?? "the end"
      throw CommandError(.expected(expected, found: found), at: reader.location)
    }
    return name
  }
}

extension Template {
  /// Whether this is written as nothing but blanks.
  var isBlank: Bool {
    switch self {
    case .text(let text): text.allSatisfy(\.isWhitespace)
    case .sequence(let parts): parts.allSatisfy(\.isBlank)
    default: false
    }
  }
}
