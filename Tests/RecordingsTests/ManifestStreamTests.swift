import Aligner
import Foundation
import TestSupport
import Testing

@testable import Recordings

@Suite struct ManifestStreamTests {
  private static let text =
    "{\"path\": \"a.wav\", \"speaker\": \"anna\"}\r\n\n  \nnonsense\n{\"file\": \"/b.wav\", \"text\": \"x\"}\n\u{1}\n{\"path\": \"c\"}"

  /// However the bytes come, the rows are those of the file.
  @Test(arguments: [1, 2, 7, 1000]) func anyChunkingGivesTheSameRows(size: Int) throws {
    let expected = [
      "a.wav", "-:4", "/b.wav", "-:6", "c",
    ]
    let pipe = Pipe()
    let bytes = Array(Self.text.utf8)
    DispatchQueue.global().async {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes[start..<min(start + size, bytes.count)]))
      }
      try? pipe.fileHandleForWriting.close()
    }
    let items = try Array(ManifestStream(descriptor: pipe.fileHandleForReading.fileDescriptor))
    #expect(items.map(\.file) == expected)
    #expect(items.map { $0.problem == nil } == [true, false, true, false, true])
    #expect(items[0].groups == ["speaker": "anna"] && items[2].transcript == [.init("x")])
  }

  @Test func aLineThatIsTooLongIsOneProblem() throws {
    let folder = try TemporaryFolder()
    let long = [UInt8](repeating: 0x78, count: ManifestStream.longestLine + 100_000)
    let path = try folder.write(long + Array("\n{\"path\": \"a\"}\n".utf8), to: "rows")
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    let items = try Array(ManifestStream(descriptor: file.fileDescriptor, name: "rows"))
    #expect(items.map(\.file) == ["rows:1", "a"] && items[1].problem == nil)
    #expect(
      items[0].problem?.description.hasSuffix("the line has more than \(ManifestStream.longestLine) bytes") == true)
  }
}
