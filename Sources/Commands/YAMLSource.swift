import Yams

/// The text of a YAML file by lines, to find places inside its scalars.
struct YAMLSource {
  let file: String
  private let lines: [[Unicode.Scalar]]

  init(file: String, text: String) {
    self.file = file
    lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { line in
      Array(line.last == "\r" ? line.dropLast() : line)
    }
  }

  func location(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  /// For every scalar of a node's value, where it stands in the file, and at last where the value ends.
  ///
  /// YAML folds lines, doubles quotes and knows escapes, so that the value is not the text. The two are walked together:
  /// what is equal is matched, and the rest of the text is skipped by the rules of the node's style.
  func locations(of scalar: Node.Scalar) -> [SourceLocation] {
    var cursor = cursor(at: scalar)
    var locations: [SourceLocation] = []
    for value in scalar.string.unicodeScalars {
      cursor.advance(to: value)
      locations.append(cursor.location)
      cursor.step()
    }
    return locations + [cursor.location]
  }

  private func cursor(at scalar: Node.Scalar) -> Cursor {
    let start = location(scalar.mark)
    var cursor = Cursor(lines: lines, style: scalar.style, location: start)
    switch scalar.style {
    case .singleQuoted, .doubleQuoted: cursor.location.column += 1
    case .literal, .folded: cursor.nextLine()
    case .plain, .any: break
    }
    return cursor
  }

  /// A place that moves through the text as the value is read.
  private struct Cursor {
    let lines: [[Unicode.Scalar]]
    let style: Node.Scalar.Style
    var location: SourceLocation
    /// How many scalars of the text stand for the one scalar of the value here.
    private var width = 1

    init(lines: [[Unicode.Scalar]], style: Node.Scalar.Style, location: SourceLocation) {
      self.lines = lines
      self.style = style
      self.location = location
    }

    private var line: [Unicode.Scalar] { lines.indices.contains(location.line - 1) ? lines[location.line - 1] : [] }

    private func text(at offset: Int = 0) -> Unicode.Scalar? {
      let column = location.column - 1 + offset
      return line.indices.contains(column) ? line[column] : nil
    }

    /// Moves to the text that stands for `value`.
    mutating func advance(to value: Unicode.Scalar) {
      width = 1
      while style == .doubleQuoted, text() == "\\" {
        // An escaped line break joins two lines.
        guard text(at: 1) == nil, location.line <= lines.count else { return readEscape() }
        nextLine()
      }
      if style == .singleQuoted, text() == "'" { width = 2 }
      let isFold = value == " " || value == "\n"
      var blanks = 0
      while !isFold, text() != value, location.line <= lines.count, blanks < Self.mostBlanks {
        guard text().map({ $0 == " " || $0 == "\t" }) ?? true else { return }
        blanks += 1
        if text() == nil { nextLine() } else { location.column += 1 }
      }
    }

    /// Leaves the text that stood for the last value.
    mutating func step() { location.column += width }

    mutating func nextLine() {
      location.line += 1
      location.column = 1
    }

    /// Between two characters of a value there are not more blanks and line breaks, or its places are inexact.
    private static let mostBlanks = 1000

    private mutating func readEscape() {
      switch text(at: 1) {
      case "x": width = 4
      case "u": width = 6
      case "U": width = 10
      default: width = 2
      }
    }
  }
}
