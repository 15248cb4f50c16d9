import Files
import Glibc
import TestSupport
import Testing

@Suite struct InputFileTests {
  /// Whatever an editor or Excel saves is the same text.
  @Test func everyEncodingWithAMarkIsTheSameText() throws {
    let text = "path,text\ngrüße.wav,🎙\n"
    let wide = Array(text.utf16)
    let little = wide.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let big = wide.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    for bytes in [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big,
    ] {
      #expect(InputFile.utf8(bytes) == Array(text.utf8))
    }
    for bytes: [UInt8] in [[], [0], [0xFF, 0xFE], [0xFE, 0xFF, 0], [0, 0, 1], [0xEF, 0xBB]] {
      _ = InputFile.utf8(bytes)
    }
  }

  @Test(arguments: [
    ("a\nb\n", ["a", "b", ""]), ("a\r\nb", ["a", "b"]), ("a\rb\r", ["a", "b", ""]), ("a\rb\n", ["a\rb", ""]),
    ("", [""]),
    ("\r\n\r\n", ["", "", ""]),
  ])
  func linesEndInAnyWay(text: String, lines: [String]) {
    #expect(Array(text.utf8).lines.map { String(decoding: $0, as: UTF8.self) } == lines)
  }

  @Test func whatIsNoFileIsNotWaitedFor() throws {
    let folder = try TemporaryFolder()
    mkfifo("\(folder.path)/pipe", 0o600)
    #expect(throws: InputFile.Problem.self) { try InputFile.bytes(of: "\(folder.path)/pipe", isRegular: true) }
    #expect(throws: InputFile.Problem.self) { try InputFile.bytes(of: folder.path) }
    #expect(throws: InputFile.Problem.self) { try InputFile.bytes(of: "/dev/zero", limit: 1000) }
  }
}
