import Aligner
import Glibc
import TestSupport
import Testing

@testable import Batch
@testable import Recordings

/// Whatever stands in a folder is a line, and nothing there is waited for.
@Suite struct OddFolderTests {
  @Test func everythingThatIsNoFileIsAProblem() throws {
    let folder = try TemporaryFolder()
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }
    try folder.write([1], to: "a.wav")
    try folder.write([1], to: "x.wav/inner.wav")
    mkfifo(path("pipe.wav"), 0o600)
    mkfifo(path("pipe.txt"), 0o600)
    for (target, name) in [
      ("nowhere", "dangling.wav"), ("loop.wav", "loop.wav"), ("pipe.wav", "to-pipe.wav"), ("/dev/zero", "zero.wav"),
      (folder.path, "up.wav"), ("a.wav", "to-file.wav"),
    ] {
      symlink(target, path(name))
    }
    let items = SoundFileList.items(in: [folder.path])
    #expect(
      items.map { $0.file.dropFirst(folder.path.count + 1) } == [
        "a.wav", "dangling.wav", "loop.wav", "pipe.wav", "to-file.wav", "to-pipe.wav", "x.wav/inner.wav", "zero.wav",
      ])
    #expect(items.map { $0.problem == nil } == [true, true, true, false, true, false, true, false])
    // What is named itself is opened.
    #expect(SoundFileList.items(in: [path("pipe.wav")]) == [RecordingItem(path("pipe.wav"))])
    #expect(SoundFileList.items(in: [""]) == [RecordingItem("")])
  }

  @Test func namesThatAreNotUTF8AreHeard() throws {
    let folder = try TemporaryFolder()
    let name = Array("\(folder.path)/caf".utf8) + [0xE9] + Array(".wav".utf8)
    let source = try folder.write(wav: BatchScorerTests.sound(1, go: true), to: "a.wav")
    #expect(rename(source, name.map { CChar(truncatingIfNeeded: $0) } + [0]) == 0)
    let item = try #require(SoundFileList.items(in: [folder.path]).first)
    #expect(item.file == "\(folder.path)/caf\\xe9.wav")
    let scorer = BatchScorer(jobs: 1) { BatchScorerTests.recognizer() }
    #expect(try scorer.samples(of: item).count == 16_000)
    #expect(TranscriptFolder(nil).hasTranscript(for: item.file) == false)
    try folder.write(Array("go".utf8), to: "x.txt")
    let text = Array("\(folder.path)/caf".utf8) + [0xE9] + Array(".txt".utf8)
    rename("\(folder.path)/x.txt", text.map { CChar(truncatingIfNeeded: $0) } + [0])
    #expect(try TranscriptFolder(nil).tokens(for: item.file) == [.init("go")])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything")) func aFolderThatCannotBeReadIsAProblem() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "sub/a.wav")
    chmod("\(folder.path)/sub", 0)
    defer { chmod("\(folder.path)/sub", 0o700) }
    #expect(SoundFileList.items(in: [folder.path]).map { $0.problem == nil } == [false])
  }
}
