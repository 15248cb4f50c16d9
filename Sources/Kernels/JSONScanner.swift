/// Reads the JSON of a safetensors header: objects, strings and lists of natural numbers, nothing nested without end.
struct JSONScanner {
  private let bytes: [UInt8]
  private let end: Int
  private let file: String
  /// The next byte, counted from the beginning of the file.
  private(set) var position: Int

  init(_ bytes: [UInt8], in range: Range<Int>, file: String) {
    self.bytes = bytes
    self.file = file
    position = range.lowerBound
    end = range.upperBound
  }

  /// The error that something else stands at the position.
  func failure(_ expected: String) -> SafeTensorsError {
    .malformedHeader(file: file, byte: position, expected: expected)
  }

  /// Reads an object; `member` reads the value that belongs to a key.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(SafeTensorsError) -> Void
  ) throws(SafeTensorsError) {
    try expect("{")
    if skip("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try member(&self, key)
    } while skip(",")
    try expect("}")
  }

  /// Reads a list of integers that are not negative.
  mutating func integers() throws(SafeTensorsError) -> [Int] {
    var values: [Int] = []
    try expect("[")
    if skip("]") { return values }
    repeat { values.append(try integer()) } while skip(",")
    try expect("]")
    return values
  }

  /// Reads a string.
  mutating func string() throws(SafeTensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while true {
      guard let byte = next() else { throw failure("a closing quote") }
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { text += try escape().utf8 } else { text.append(byte) }
    }
    guard let string = String(validating: text, as: UTF8.self) else { throw failure("UTF-8 before") }
    return string
  }

  /// Nothing may follow but white space.
  mutating func finish() throws(SafeTensorsError) {
    skipSpace()
    guard position == end else { throw failure("the end of the header") }
  }

  private mutating func integer() throws(SafeTensorsError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw failure("an integer below 2^63") }
      value = sum
      position += 1
    }
    guard position > start else { throw failure("an integer") }
    return value
  }

  /// What stands behind a backslash.
  private mutating func escape() throws(SafeTensorsError) -> String {
    switch next() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"): return String(try escapedCharacter())
    default: throw failure("an escape of JSON")
    }
  }

  /// Four hexadecimal digits, or two groups of them for a character beyond the basic plane.
  private mutating func escapedCharacter() throws(SafeTensorsError) -> Character {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]) {
      guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw failure("a second surrogate") }
      units.append(try codeUnit())
    }
    guard let text = String(validating: units, as: UTF16.self), let character = text.first else {
      throw failure("UTF-16 before")
    }
    return character
  }

  private mutating func codeUnit() throws(SafeTensorsError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits before")
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private mutating func next() -> UInt8? {
    guard position < end else { return nil }
    position += 1
    return bytes[position - 1]
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafeTensorsError) {
    guard skip(character) else { throw failure("'\(character)'") }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < end, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
  }
}
