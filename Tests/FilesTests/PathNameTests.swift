import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct PathNameTests {
  @Test(arguments: [
    (Array("grüße.wav".utf8), "grüße.wav"), ([0x63, 0x61, 0xE9, 0x2E], "ca\\xe9."), ([0xC3], "\\xc3"),
    ([0x5C, 0xFF], "\\\\\\xff"), ([0x5C, 0x78, 0x65, 0x39], "\\xe9"), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([], ""),
  ])
  func bytesThatAreNoTextAreShown(bytes: [UInt8], text: String) {
    #expect(PathName.text(bytes) == text)
    if String(validating: bytes, as: UTF8.self) == nil {
      #expect(PathName.unescaped(text) == bytes.map { CChar(truncatingIfNeeded: $0) } + [0])
    }
  }

  /// What is printed can be opened; a file that is really called so comes first.
  @Test func whatIsShownCanBeOpened() throws {
    let folder = try TemporaryFolder()
    let name = Array("\(folder.path)/caf".utf8) + [0xE9]
    let text = PathName.text(name)
    let bytes = name.map { CChar(truncatingIfNeeded: $0) } + [0]
    #expect(PathName.bytes(text) == text.utf8CString.map { $0 })
    close(open(bytes, O_CREAT | O_WRONLY, 0o600))
    #expect(PathName.bytes(text) == bytes)
    try folder.write([], to: "caf\\xe9")
    #expect(PathName.bytes(text) == text.utf8CString.map { $0 })
  }
}
