/// A value of a JSON text with the place where it begins, so that what is wrong with it can be told with its place.
public struct JSONNode: Hashable, Sendable {
  /// The value itself.
  public enum Content: Hashable, Sendable {
    /// Members by their keys; of two with the same key the last one counts.
    case object([String: JSONNode])
    /// Elements in their order.
    case array([JSONNode])
    /// A string.
    case text(String)
    /// A number that is written as an integer, and is one that `Int` holds.
    case integer(Int)
    /// Any other number; it is finite.
    case number(Double)
    /// True or false.
    case bool(Bool)
    /// Null.
    case null
  }

  /// The value.
  public let content: Content
  /// Where it begins.
  public let place: JSONPlace

  /// Reads one value and nothing else but white space around it.
  ///
  /// - Parameters:
  ///   - bytes: bytes of which some are the text.
  ///   - range: where the text is; nil for all of the bytes. Places count from its beginning.
  ///   - hasUniqueKeys: whether an object with the same key twice is an error.
  /// - Throws: `JSONError` with its place: bytes that are not JSON (RFC 8259) in UTF-8, values nested more than 32 levels
  ///   deep, a number beyond `Double`, or the same key twice.
  public init(parsing bytes: [UInt8], in range: Range<Int>? = nil, hasUniqueKeys: Bool = false) throws(JSONError) {
    var parser = JSONParser(bytes, in: range ?? 0..<bytes.count, hasUniqueKeys: hasUniqueKeys)
    self = try parser.value(depth: 0)
    try parser.finish()
  }

  /// Reads one value and nothing else but white space around it.
  ///
  /// - Throws: `JSONError`, as for bytes.
  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }

  init(_ content: Content, at place: JSONPlace) {
    self.content = content
    self.place = place
  }

  /// The value without its place.
  public var value: JSONValue {
    switch content {
    case .object(let members): .object(members.mapValues(\.value))
    case .array(let elements): .array(elements.map(\.value))
    case .text(let text): .text(text)
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .bool(let bool): .bool(bool)
    case .null: .null
    }
  }
}
