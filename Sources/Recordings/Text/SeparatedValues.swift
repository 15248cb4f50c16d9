/// Reads the records of a text of separated values: CSV as in RFC 4180, or TSV, in which a quote is a character like any
/// other. Lines end in LF or CR LF; in CR
/// where there is no LF in all of it. Blank lines are passed over.
package struct SeparatedValues: Sequence, IteratorProtocol {
  /// What stands between two fields.
  package enum Separator: UInt8 {
    /// CSV.
    case comma = 0x2C
    /// TSV.
    case tab = 0x09
  }

  /// A record: its fields, or what is wrong with it.
  package struct Record {
    /// Where it begins, from 1.
    package let line: Int
    /// The fields, in their order.
    package let fields: Result<[String], TextProblem>
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let bytes: [UInt8]
  private let separator: Separator
  private let lineEnd: UInt8
  private var position = 0
  private var line = 1

  /// - Parameter bytes: in UTF-8.
  package init(_ bytes: [UInt8], by separator: Separator) {
    self.bytes = bytes
    self.separator = separator
    lineEnd = bytes.contains(Self.lineFeed) ? Self.lineFeed : Self.carriageReturn
  }

  /// The next record; nil at the end.
  package mutating func next() -> Record? {
    skipBlankLines()
    guard position < bytes.count else { return nil }
    let first = line
    let fields = Result { () throws(TextProblem) in try self.fields() }
    if case .failure = fields { skipLine() }
    return Record(line: first, fields: fields)
  }

  /// The fields up to the end of the record, which is passed.
  private mutating func fields() throws(TextProblem) -> [String] {
    var fields: [String] = []
    while true {
      let field = peek() == Self.quote && separator == .comma ? try quotedField() : try plainField()
      guard let text = String(validating: field, as: UTF8.self) else { throw TextProblem("it is not UTF-8") }
      fields.append(text)
      guard peek() == separator.rawValue else { break }
      position += 1
    }
    skipLine()
    return fields
  }

  private mutating func plainField() throws(TextProblem) -> [UInt8] {
    let start = position
    while let byte = peek(), byte != separator.rawValue, !isAtLineEnd {
      if byte == Self.quote, separator == .comma { throw TextProblem("a quote inside a field without quotes") }
      position += 1
    }
    return Array(bytes[start..<position])
  }

  private mutating func quotedField() throws(TextProblem) -> [UInt8] {
    var field: [UInt8] = []
    repeat {
      // The opening quote, or the second one of two that stand for one.
      position += 1
      while let byte = peek(), byte != Self.quote {
        if byte == lineEnd { line += 1 }
        field.append(byte)
        position += 1
      }
      guard peek() != nil else { throw TextProblem("a quote is opened and never closed") }
      position += 1
      if peek() == Self.quote { field.append(Self.quote) }
    } while peek() == Self.quote
    guard position == bytes.count || peek() == separator.rawValue || isAtLineEnd else {
      throw TextProblem("text behind a closing quote")
    }
    return field
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private var isAtLineEnd: Bool {
    switch peek() {
    case Self.lineFeed: true
    case Self.carriageReturn:
      lineEnd == Self.carriageReturn || position + 1 == bytes.count || bytes[position + 1] == Self.lineFeed
    default: false
    }
  }

  private mutating func skipBlankLines() {
    while position < bytes.count, isAtLineEnd { skipLine() }
  }

  /// Goes behind the end of the line.
  private mutating func skipLine() {
    while let byte = peek() {
      position += 1
      guard byte != lineEnd else {
        line += 1
        return
      }
    }
  }
}
