import FoundationEssentials

/// A value of a JSON text with the line where it begins, so that what is wrong with it can be told with its place.
struct JSONNode {
  enum Content {
    case object([String: JSONNode])
    case array([JSONNode])
    case text(String)
    case number(Double)
    case bool(Bool)
    case null
  }

  let content: Content
  /// The line, from 1.
  let line: Int

  /// Reads a whole text.
  ///
  /// - Throws: `TranscriptProblem` with its line: text that is not JSON, or is nested more than 32 levels deep.
  init(parsing text: String) throws(TranscriptProblem) {
    var parser = Parser(text)
    self = try parser.value(depth: 0)
    try parser.finish()
  }

  fileprivate init(_ content: Content, line: Int) {
    self.content = content
    self.line = line
  }

  /// The error that this value is not what was expected.
  func problem(_ description: String) -> TranscriptProblem { TranscriptProblem(description).inLine(line) }
}

extension JSONNode {
  /// Finds the structure; strings, numbers and the other scalars are read by the library.
  private struct Parser {
    private static let deepest = 32

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func value(depth: Int) throws(TranscriptProblem) -> JSONNode {
      skipSpace()
      guard depth <= Self.deepest else { throw problem("values nested more than \(Self.deepest) levels deep") }
      let line = line
      if skip("{") { return JSONNode(.object(try members(depth: depth)), line: line) }
      if skip("[") { return JSONNode(.array(try elements(depth: depth)), line: line) }
      return JSONNode(try scalar(), line: line)
    }

    mutating func finish() throws(TranscriptProblem) {
      skipSpace()
      guard position == bytes.count else { throw problem("the end was expected") }
    }

    private mutating func members(depth: Int) throws(TranscriptProblem) -> [String: JSONNode] {
      var members: [String: JSONNode] = [:]
      if skip("}") { return members }
      repeat {
        skipSpace()
        guard case .text(let key) = try scalar() else { throw problem("a key in quotes was expected") }
        guard skip(":") else { throw problem("':' was expected") }
        members[key] = try value(depth: depth + 1)
      } while skip(",")
      guard skip("}") else { throw problem("',' or '}' was expected") }
      return members
    }

    private mutating func elements(depth: Int) throws(TranscriptProblem) -> [JSONNode] {
      var elements: [JSONNode] = []
      if skip("]") { return elements }
      repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
      guard skip("]") else { throw problem("',' or ']' was expected") }
      return elements
    }

    private mutating func scalar() throws(TranscriptProblem) -> Content {
      let start = position
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        passString()
      } else {
        while position < bytes.count, Self.isPartOfScalar(bytes[position]) { position += 1 }
      }
      let token = Data(bytes[start..<position])
      let decoder = JSONDecoder()
      if let text = try? decoder.decode(String.self, from: token) { return .text(text) }
      if let bool = try? decoder.decode(Bool.self, from: token) { return .bool(bool) }
      if let number = try? decoder.decode(Double.self, from: token) { return .number(number) }
      if token.elementsEqual("null".utf8) { return .null }
      throw problem("a value was expected")
    }

    /// Moves behind the closing quote, or to the end where there is none.
    private mutating func passString() {
      position += 1
      while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
        position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
      }
      position = min(position + 1, bytes.count)
    }

    private static func isPartOfScalar(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
        UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      default: false
      }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    private mutating func skipSpace() {
      while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
        if bytes[position] == 0x0A { line += 1 }
        position += 1
      }
    }

    private func problem(_ description: String) -> TranscriptProblem {
      TranscriptProblem("\(description) at byte \(position)").inLine(line)
    }
  }
}
