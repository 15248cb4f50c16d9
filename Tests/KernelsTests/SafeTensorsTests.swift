import TestSupport
import Testing

@testable import Kernels

@Suite struct SafeTensorsTests {
  private static let good =
    #"{"__metadata__":{"a\u0041\n":"π \ud83d\ude00"}, "x": {"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}, "#
    + #""h":{"data_offsets":[8,12],"shape":[2],"dtype":"F16"},"#
    + #""none":{"dtype":"I64","shape":[0,3],"data_offsets":[12,12]}}  "#
  /// 1.5 and -2 as floats, 1 and -0.5 as halves.
  private static let data: [UInt8] = [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0x3c, 0, 0xb8]

  @Test func whatIsWrittenIsRead() throws {
    let file = try SafeTensors(Self.file(Self.good, Self.data), file: "x")
    #expect(file.names == ["h", "none", "x"])
    #expect(file.metadata == ["aA\n": "π 😀"])
    #expect(try file.values("x", shape: [2, 1]) == [1.5, -2])
    #expect(try file.values("h", shape: [2]) == [1, -0.5])
    #expect(try file.matrix("x", rows: 2, columns: 1) == Matrix(rows: 2, columns: 1, values: [1.5, -2]))
  }

  /// A header that is deep, long, or full of numbers as large as there are is refused on a small stack.
  @Test(arguments: [
    String(repeating: "{\"a\":", count: 100_000), "{\"a\":{\"shape\":" + String(repeating: "[", count: 100_000),
    #"{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775807,9223372036854775807]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}"#,
    #"{"a":{"dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}"#,
  ])
  func extremeHeadersAreRefused(header: String) async {
    let bytes = Self.file(header, [0, 0, 0, 0])
    await #expect(throws: SafeTensorsError.self) {
      try await onSmallStack { _ = try SafeTensors(bytes, file: "x") }
    }
  }

  @Test func aTensorMustBeWhatIsExpected() throws {
    let file = try SafeTensors(Self.file(Self.good, Self.data), file: "x")
    #expect(throws: SafeTensorsError.missing(file: "x", tensor: "y")) { try file.values("y", shape: [2]) }
    #expect(throws: SafeTensorsError.wrongShape(file: "x", tensor: "x", shape: [2, 1], expected: [1, 2])) {
      try file.values("x", shape: [1, 2])
    }
    #expect(throws: SafeTensorsError.wrongType(file: "x", tensor: "none", type: "I64")) {
      try file.values("none", shape: [0, 3])
    }
  }

  /// However short the file is cut, it is refused.
  @Test func everyPrefixIsRefused() {
    let file = Self.file(Self.good, Self.data)
    for count in 0..<file.count {
      #expect(throws: SafeTensorsError.self) { try SafeTensors(Array(file[..<count]), file: "x") }
    }
  }

  /// A header of 2^64 - 1 bytes, and one that is longer than the file by one.
  @Test func aHeaderThatLiesAboutItsLength() {
    var file = Self.file(Self.good, Self.data)
    file.replaceSubrange(0..<8, with: [UInt8](repeating: 0xff, count: 8))
    #expect(throws: SafeTensorsError.headerTooLong(file: "x", size: file.count, needed: .max)) {
      try SafeTensors(file, file: "x")
    }
    #expect(throws: SafeTensorsError.headerTooLong(file: "x", size: 9, needed: 10)) {
      try SafeTensors([2, 0, 0, 0, 0, 0, 0, 0, 0x7b], file: "x")
    }
  }

  @Test(arguments: [
    ("", "byte 8: a value was expected"),
    ("[]", "byte 8: an object was expected"),
    ("{} x", "byte 11: the end was expected"),
    ("{\"a", "byte 11: a closing quote was expected"),
    ("{\"a\\x\"", "byte 13: no escape of JSON before"),
    ("{\"\\ud800\"", "byte 16: half a character before"),
    ("{\"\\u12g4\"", "byte 14: four hexadecimal digits were expected"),
    ("{\"a\" 1}", "byte 13: ':' was expected"),
    (#"{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}"#, "byte 22: a text was expected"),
    (entry("F32", "1", "[0,4]"), "byte 36: a list was expected"),
    (entry("F32", "[-1]", "[0,4]"), "byte 37: an integer in 0..<2^63 was expected"),
    (entry("F32", "[99999999999999999999]", "[0,4]"), "byte 37: an integer in 0..<2^63 was expected"),
    ("{\"a\":{\"shape\":[1],\"shape\":[1]}}", "byte 33: a second 'shape' before"),
    ("{\"a\":{\"color\":1}}", "byte 13: dtype, shape and data_offsets were expected, once each"),
    ("{\"a\":{\"dtype\":\"F32\"}}", "byte 13: dtype, shape and data_offsets were expected, once each"),
    (entry("F32", "[1]", "[4,0]"), "byte 55: two ascending data_offsets of tensor 'a' were expected"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":", "byte 65: a second 'a' before"),
    (entry("F32", "[4]", "[0,16]"), "tensor 'a' ends at byte 79, the file has 75"),
    (entry("F32", "[4]", "[0,9223372036854775807]"), "tensor 'a' ends at byte 9223372036854775807, the file has 92"),
    (entry("F32", "[3]", "[0,8]"), "tensor 'a' has 8 bytes from byte 62, which is not its shape"),
    (entry("F32", "[4294967296,4294967296]", "[0,0]"), "tensor 'a' has 0 bytes from byte 82, which is not its shape"),
    (entry("F32", "[2]", "[4,12]"), "tensor 'a' begins at byte 67, expected byte 63"),
    (entry("F32", "[2]", "[0,8]"), "no tensor uses the bytes from 70 to 74"),
    (entry("F12", "[2]", "[0,8]"), "tensor 'a' is F12, expected F16 or F32"),
  ])
  func malformedFilesAreNamed(header: String, reason: String) {
    let error = #expect(throws: SafeTensorsError.self) {
      try SafeTensors(Self.file(header, Self.data), file: "weights")
    }
    #expect(error?.description == "weights: \(reason)")
  }

  @Test func overlappingTensorsAreRefused() {
    let header =
      #"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[4],"data_offsets":[4,12]}}"#
    let error = SafeTensorsError.misplaced(
      file: "x", tensor: "b", bytes: header.utf8.count + 12..<header.utf8.count + 20, expected: header.utf8.count + 16)
    #expect(throws: error) { try SafeTensors(Self.file(header, Self.data), file: "x") }
  }

  @Test func aFileThatIsNotThere() {
    #expect(throws: SafeTensorsError.cannotRead(file: "/nowhere", reason: "No such file or directory")) {
      try SafeTensors(path: "/nowhere")
    }
    #expect(throws: SafeTensorsError.cannotRead(file: "/tmp", reason: "Is a directory")) {
      try SafeTensors(path: "/tmp")
    }
  }

  private static func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
    #"{"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  private static func file(_ header: String, _ data: [UInt8]) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
  }
}
