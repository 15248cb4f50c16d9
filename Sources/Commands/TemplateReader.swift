/// What the two template parsers share: a position in a scalar, and complaints with their places.
struct TemplateReader {
  let text: ScalarText
  private(set) var offset = 0
  private var depth = 0
  /// Deeper than any person nests, and shallow enough for any stack.
  private static let deepest = 64

  init(_ text: ScalarText) { self.text = text }

  var next: Unicode.Scalar? { offset < text.scalars.count ? text.scalars[offset] : nil }
  var location: SourceLocation { text.location(at: offset) }

  mutating func take() -> Unicode.Scalar? {
    defer { if offset < text.scalars.count { offset += 1 } }
    return next
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    offset += 1
    return true
  }

  mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    var taken = ""
    while let scalar = next, condition(scalar) {
      taken.unicodeScalars.append(scalar)
      offset += 1
    }
    return taken
  }

  /// Reads what stands in brackets, of which the first has been read; they must close.
  mutating func nested<Result>(
    closing: Unicode.Scalar, _ body: (inout TemplateReader) throws(CommandError) -> Result
  ) throws(CommandError) -> Result {
    let opened = text.location(at: offset - 1)
    let bracket = Character(text.scalars[offset - 1])
    depth += 1
    guard depth <= Self.deepest else {
      throw CommandError(.tooLarge(what: "nested brackets", limit: Self.deepest), at: opened)
    }
    let result = try body(&self)
    depth -= 1
    guard take(closing) else {
      if let other = next { throw CommandError(.unbalanced(Character(other)), at: location) }
      throw CommandError(.unbalanced(bracket), at: opened)
    }
    return result
  }
}
