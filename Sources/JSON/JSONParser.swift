/// Reads JSON (RFC 8259) out of bytes in UTF-8.
struct JSONParser {
  private static let deepest = 32
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  private let bytes: [UInt8]
  private let start: Int
  private let end: Int
  private let hasUniqueKeys: Bool
  /// The next byte.
  private var position: Int
  private var line = 1

  init(_ bytes: [UInt8], in range: Range<Int>, hasUniqueKeys: Bool) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    self.hasUniqueKeys = hasUniqueKeys
    (start, end) = (range.lowerBound, range.upperBound)
    position = start
  }

  mutating func value(depth: Int) throws(JSONError) -> JSONNode {
    skipSpace()
    guard depth <= Self.deepest else { throw failure("values nested more than \(Self.deepest) levels deep") }
    let place = place
    switch peek() {
    case UInt8(ascii: "{"): return JSONNode(.object(try members(depth: depth)), at: place)
    case UInt8(ascii: "["): return JSONNode(.array(try elements(depth: depth)), at: place)
    case UInt8(ascii: "\""): return JSONNode(.text(try string()), at: place)
    case let byte? where byte == UInt8(ascii: "-") || Self.digits.contains(byte):
      return JSONNode(try number(), at: place)
    default: return JSONNode(try word(), at: place)
    }
  }

  /// Nothing may follow but white space.
  mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == end else { throw failure("the end was expected") }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [String: JSONNode] {
    position += 1
    var members: [String: JSONNode] = [:]
    if skip("}") { return members }
    repeat {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw failure("a key in quotes was expected") }
      let key = try string()
      guard !hasUniqueKeys || members[key] == nil else { throw failure("a second '\(key)' before") }
      guard skip(":") else { throw failure("':' was expected") }
      members[key] = try value(depth: depth + 1)
    } while skip(",")
    guard skip("}") else { throw failure("',' or '}' was expected") }
    return members
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONNode] {
    position += 1
    var elements: [JSONNode] = []
    if skip("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw failure("',' or ']' was expected") }
    return elements
  }

  private mutating func word() throws(JSONError) -> JSONNode.Content {
    for (word, content) in [("true", JSONNode.Content.bool(true)), ("false", .bool(false)), ("null", .null)] {
      let length = word.utf8.count
      guard position + length <= end, bytes[position..<position + length].elementsEqual(word.utf8) else { continue }
      position += length
      return content
    }
    throw failure("a value was expected")
  }
}

extension JSONParser {
  private mutating func number() throws(JSONError) -> JSONNode.Content {
    let first = position
    var isInteger = true
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if peek() == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[first..<position], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw failure("a number too large before") }
    return .number(number)
  }

  private mutating func digits() throws(JSONError) {
    let first = position
    while let byte = peek(), Self.digits.contains(byte) { position += 1 }
    guard position > first else { throw failure("a digit was expected") }
  }
}

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    position += 1
    // Most strings have no escapes: they are read where they stand.
    let first = position
    while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    var text = Array(bytes[first..<position])
    while peek() != UInt8(ascii: "\"") {
      guard let byte = peek() else { throw failure("a closing quote was expected") }
      guard byte >= 0x20 else { throw failure("a control character without its escape") }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    guard let string = String(validating: text, as: UTF8.self) else { throw failure("no UTF-8 before") }
    position += 1
    return string
  }

  /// What stands behind a backslash, in UTF-8.
  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard let byte = peek() else { throw failure("an escape was expected") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw failure("no escape of JSON before")
    }
  }

  /// Four hexadecimal digits, or two groups of them for a character beyond the basic plane.
  private mutating func escapedScalar() throws(JSONError) -> [UInt8] {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), peek() == UInt8(ascii: "\\") {
      position += 1
      guard peek() == UInt8(ascii: "u") else { throw failure("a second surrogate was expected") }
      position += 1
      units.append(try codeUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw failure("half a character before") }
    return Array(text.utf8)
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits were expected")
      }
      position += 1
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}

extension JSONParser {
  private var place: JSONPlace { JSONPlace(byte: position - start, line: line) }

  private func failure(_ problem: String) -> JSONError { JSONError(problem: problem, place: place) }

  private func peek() -> UInt8? { position < end ? bytes[position] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }
}
