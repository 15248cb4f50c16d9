import Foundation
import TestSupport
import Testing

@testable import Recordings

@Suite struct SoundFileListTests {
  @Test func foldersAreReadInOrderWithTheirSubfolders() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.wav", "a.FLAC", "Z.mp3", "sub/deep/c.opus", "sub/a.wav", "notes.txt", "wav", ".hidden.wav", ".h/x.wav",
    ] {
      try folder.write([], to: name)
    }
    let expected = ["Z.mp3", "a.FLAC", "b.wav", "sub/a.wav", "sub/deep/c.opus"].map { "\(folder.path)/\($0)" }
    #expect(SoundFileList.files(in: [folder.path]) == expected)
    #expect(SoundFileList.files(in: [folder.path + "/"]) == expected)
  }

  @Test func linkedFoldersAreNotFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "sub/a.wav")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/sub/up", withDestinationPath: folder.path)
    #expect(SoundFileList.files(in: [folder.path]) == ["\(folder.path)/sub/a.wav"])
  }

  @Test func namedFilesAreKeptInTheirOrderWhateverTheyAre() {
    #expect(
      SoundFileList.files(in: ["no/such.wav", "notes.txt", "no/such.wav"]) == [
        "no/such.wav", "notes.txt", "no/such.wav",
      ])
  }
}
