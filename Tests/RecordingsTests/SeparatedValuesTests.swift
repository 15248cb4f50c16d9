import Testing

@testable import Recordings

@Suite struct SeparatedValuesTests {
  @Test(arguments: [
    ("", []), ("\n\r\n\n", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]), (",\r\n", [["", ""]]),
    ("a\r\n\r\nb", [["a"], ["b"]]),
    ("\"a,\"\"b\"\"\n c\",\"\"\r\nd,\"e\"", [["a,\"b\"\n c", ""], ["d", "e"]]), ("a\tb, c\n", [["a\tb", " c"]]),
    ("a\rb\n", [["a\rb"]]), ("a,b\r\rc,\"d\re\"\rf", [["a", "b"], ["c", "d\re"], ["f"]]),
    ("\"\"\"\"", [["\""]]), ("é,😀\r", [["é", "😀"]]), ("\"a\r\n\"\r\n", [["a\r\n"]]),
  ])
  func commas(text: String, records: [[String]]) throws {
    #expect(try SeparatedValues(Array(text.utf8), by: .comma).map { try $0.fields.get() } == records)
  }

  @Test func aQuoteBetweenTabsIsACharacter() throws {
    let records = SeparatedValues(Array("a\t\"b\n\"\"\tc,\"d\"\r\n".utf8), by: .tab)
    #expect(try records.map { try $0.fields.get() } == [["a", "\"b"], ["\"\"", "c,\"d\""]])
  }

  /// What is wrong is one record with its line; the ones behind it are read.
  @Test(arguments: [
    ("a\n\"b\"c,d\ne", [1, 2, 3], [2]), ("a\nb\"c\n\ne", [1, 2, 4], [2]), ("a\n\"b\nc", [1, 2], [2]), ("\"", [1], [1]),
    ("a\n\"b\"\"", [1, 2], [2]),
    ("\"a\n\n\"\n\"x\"y\nb", [1, 4, 5], [4]), ("\"a\nb\"c\nd", [1, 3], [1]),
  ])
  func whatIsWrongHasItsLine(text: String, lines: [Int], wrong: [Int]) {
    let records = Array(SeparatedValues(Array(text.utf8), by: .comma))
    #expect(records.map(\.line) == lines)
    #expect(records.filter { (try? $0.fields.get()) == nil }.map(\.line) == wrong)
  }

  @Test func bytesThatAreNotUTF8AreWrongInTheirRecordAlone() {
    let records = Array(SeparatedValues([0x61, 0x0A, 0xFF, 0x2C, 0x0A, 0x62], by: .comma))
    #expect(records.map { try? $0.fields.get() } == [["a"], nil, ["b"]])
  }
}
