import TestSupport
import Testing

@testable import JSON

@Suite struct JSONTests {
  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", 0), ("-12", -12),
    ("1.5", .number(1.5)),
    ("-0.5e-1", .number(-0.05)), ("2E3", .number(2000)), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)), (#""""#, ""),
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u00e9\uD83D\uDE00é😀""#, "é😀é😀"), ("[]", .array([])), ("[1,[2] , {}]", .array([1, .array([2]), [:]])),
    (#"{"a": {"b": null}, "a": 3}"#, .object(["a": 3])), (#"{"": "x"}"#, .object(["": "x"])),
  ])
  func valuesAreRead(text: String, value: JSONValue) throws { #expect(try JSONNode(parsing: text).value == value) }

  /// The byte is where reading stopped.
  @Test(arguments: [
    ("", 0), ("nul", 0), ("tru e", 0), ("01", 1), ("-", 1), ("1.", 2), ("1e", 2), (".5", 0), ("+1", 0), ("NaN", 0),
    ("1e999", 5),
    ("\"a", 2), ("\"a\nb\"", 2), (#""\q""#, 3), (#""\u12"#, 5), (#""\ud800""#, 7), (#""\ud800x""#, 7),
    (#""\ud800\n""#, 8),
    (#""\udc00""#, 7), ("[1 2]", 3), ("[1,]", 3), ("[", 1), ("{\"a\" 1}", 5), ("{a: 1}", 1), ("{\"a\": 1,}", 8),
    ("{\"a\": 1", 7),
    ("1 2", 2), ("\u{FEFF}1", 0), (String(repeating: "[", count: 100_000), 33),
  ])
  func whatIsNotJSONIsAnErrorWithItsByte(text: String, byte: Int) {
    let error = #expect(throws: JSONError.self) { try JSONNode(parsing: text) }
    #expect(error?.place.byte == byte)
  }

  @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xC0, 0xAF]])
  func bytesThatAreNotUTF8AreAnError(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONNode(parsing: bytes) }
  }

  @Test func placesCountLinesAndBytesFromTheBeginningOfTheRange() throws {
    let bytes = Array("xx[1,\n {\"a\":\n\n\"b\"}]yy".utf8)
    let node = try JSONNode(parsing: bytes, in: 2..<bytes.count - 2)
    guard case .array(let elements) = node.content, case .object(let members) = elements[1].content else {
      Issue.record("\(node)")
      return
    }
    #expect(node.place == JSONPlace(byte: 0, line: 1))
    #expect(elements.map(\.place) == [JSONPlace(byte: 1, line: 1), JSONPlace(byte: 5, line: 2)])
    #expect(members["a"]?.place == JSONPlace(byte: 12, line: 4))
    let error = #expect(throws: JSONError.self) { try JSONNode(parsing: bytes, in: 2..<bytes.count) }
    #expect(error?.place == JSONPlace(byte: 17, line: 4))
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let value = JSONValue.random(depth: 4, using: &generator)
      #expect(try JSONNode(parsing: value.description).value == value)
      #expect(!value.description.contains("\n"))
    }
  }

  /// However deep, long or large a text is, it is a value or an error, on a small stack.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "[", count: 32) + "[1]" + String(repeating: "]", count: 32),
      String(repeating: "{\"a\":", count: 1 << 17),
      String(repeating: "9", count: 1 << 20), "-" + String(repeating: "9", count: 1 << 20),
      "1e" + String(repeating: "9", count: 1 << 20),
      "0." + String(repeating: "0", count: 1 << 20) + "1", "\"" + String(repeating: "\\ud800", count: 1 << 17) + "\"",
      "\"" + String(repeating: "\\u0000", count: 1 << 17) + "\"", "[" + String(repeating: "1,", count: 1 << 19) + "1]",
      "1e308", "-1e-999",
    ])
  func extremesAreValuesOrErrors(text: String) async throws {
    _ = try await onSmallStack {
      do throws(JSONError) {
        let value = try JSONNode(parsing: text).value
        return try JSONNode(parsing: value.description).value == value
      } catch {
        return error.place.byte <= text.utf8.count
      }
    }
  }

  @Test func largeNumbersStayNumbers() throws {
    var object = JSONText()
    object.add("x", 1e308)
    object.add("y", -.greatestFiniteMagnitude)
    #expect(
      try JSONNode(parsing: object.closed).value == ["x": .number(1e308), "y": .number(-.greatestFiniteMagnitude)])
  }

  @Test func numbersThatJSONDoesNotKnowAreNull() {
    #expect(JSONValue.array([.number(.infinity), .number(.nan)]).description == "[null, null]")
  }

  @Test func keysAreWrittenInOrder() {
    #expect(
      JSONValue.object(["b": 1, "a": ["z": "\u{1}\"", "y": .null]]).description
        == #"{"a": {"y": null, "z": "\u0001\""}, "b": 1}"#)
    var text = JSONText()
    text.add("b\n", "x")
    text.add("a", 1.23456)
    text.add("n", nil as String?)
    #expect(text.closed == #"{"b\n": "x", "a": 1.235, "n": null}"#)
  }

  @Test func aListHasAnObjectForEachElement() {
    #expect(JSONText.list(["a", "b"]) { $1.add("n", $0) } == #"[{"n": "a"}, {"n": "b"}]"#)
    #expect(JSONText.list([String]()) { $1.add("n", $0) } == "[]")
  }
}

extension JSONValue {
  fileprivate static func random(depth: Int, using generator: inout some RandomNumberGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(.random(in: .min ... .max, using: &generator))
    case 3: return .number(Double(Int.random(in: -1000...1000, using: &generator)) / 8 + 0.0625)
    case 4, 5:
      let scalars = (0..<Int.random(in: 0..<6, using: &generator)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0..<(Bool.random() ? 0x80 : 0x110000), using: &generator))
      }
      return .text(String(String.UnicodeScalarView(scalars)))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      let pairs = (0..<Int.random(in: 0..<4, using: &generator)).map {
        ("\($0)\"", random(depth: depth - 1, using: &generator))
      }
      return .object(Dictionary(uniqueKeysWithValues: pairs))
    }
  }
}
