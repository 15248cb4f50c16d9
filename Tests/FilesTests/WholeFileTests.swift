import Foundation
import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  private func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  private func status(_ name: String) -> stat {
    var status = stat()
    lstat(path(name), &status)
    return status
  }

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  @Test func aFileIsThereWhenItIsWhole() throws {
    try folder.write(Array("old".utf8), to: "a")
    var file = try WholeFile(path: path("a"))
    try file.write("new")
    #expect(text("a") == "old")
    try file.commit()
    #expect(text("a") == "new")
    #expect(try names() == ["a"])
  }

  @Test func whatIsNotCommittedLeavesNothing() throws {
    try folder.write(Array("old".utf8), to: "a")
    do {
      var file = try WholeFile(path: path("a"))
      try file.write(Array(repeating: 0, count: 1 << 20))
    }
    #expect(text("a") == "old")
    #expect(try names() == ["a"])
  }

  /// A link stays a link, be there one or several, and its target gets the text; where there is no target it is made.
  @Test(arguments: ["a", "sub/a", "missing"]) func aLinkIsWrittenThrough(target: String) throws {
    try folder.write(Array("old".utf8), to: "a")
    try folder.write(Array("old".utf8), to: "sub/a")
    symlink(target, path("first"))
    symlink(path("first"), path("second"))
    try WholeFile.write(Array("new".utf8), to: path("second"))
    #expect(text(target) == "new" && status("first").type == S_IFLNK && status("second").type == S_IFLNK)
  }

  @Test func permissionsStay() throws {
    try folder.write([], to: "a")
    chmod(path("a"), 0o640)
    try WholeFile.write([1], to: path("a"))
    #expect(status("a").st_mode & 0o7777 == 0o640)
    let mask = umask(0o027)
    defer { umask(mask) }
    try WholeFile.write([1], to: path("b"))
    #expect(status("b").st_mode & 0o7777 == 0o640)
  }

  @Test func aFurtherNameKeepsWhatItHad() throws {
    try folder.write(Array("old".utf8), to: "a")
    link(path("a"), path("b"))
    try WholeFile.write(Array("new".utf8), to: path("b"))
    #expect(text("a") == "old" && text("b") == "new")
  }

  @Test func aDeviceStaysADevice() throws {
    try WholeFile.write([1], to: "/dev/null")
    symlink("/dev/null", path("link"))
    try WholeFile.write([1], to: path("link"))
    #expect(status("link").type == S_IFLNK)
    #expect(throws: OutputError(path: "/dev/full", reason: "No space left on device")) {
      try WholeFile.write([1], to: "/dev/full")
    }
  }

  @Test func aPipeIsWrittenTo() throws {
    mkfifo(path("pipe"), 0o600)
    let reader = open(path("pipe"), O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try WholeFile.write([1, 2, 3], to: path("pipe"))
    var bytes = [UInt8](repeating: 0, count: 9)
    #expect(read(reader, &bytes, 9) == 3 && status("pipe").type == S_IFIFO)
  }

  /// What this process has open has no name that could be replaced.
  @Test func anOpenFileIsWrittenWhereItStands() throws {
    let file = try folder.write(Array("abc".utf8), to: "a")
    let number = open(file, O_WRONLY)
    defer { close(number) }
    lseek(number, 1, SEEK_SET)
    try WholeFile.write(Array("X".utf8), to: "/dev/fd/\(number)")
    #expect(text("a") == "aXc")
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    for (name, reason) in [
      ("", "it is a folder"), ("no/such", "its folder does not exist or cannot be written to"),
      ("loop", "Too many levels of symbolic links"), ("file/a", "its folder does not exist or cannot be written to"),
    ] {
      try folder.write([], to: "file")
      symlink("loop", path("loop"))
      #expect(throws: OutputError(path: path(name), reason: reason)) { try WholeFile.write([], to: path(name)) }
    }
    #expect(throws: OutputError.self) { try WholeFile.write([], to: "") }
    #expect(throws: OutputError.self) { try WholeFile.write([], to: "/") }
    #expect(throws: OutputError.self) { try WholeFile.write([], to: ".") }
  }

  @Test func aJournalIsOneRunsAlone() throws {
    let place = try OutputPlace(path("a"))
    do {
      var journal = try place.journal(ending: ".unfinished")
      try journal.write("x")
      try journal.flush()
      #expect(throws: OutputError(path: path("a.unfinished"), reason: "another run is writing to it")) {
        _ = try place.journal(ending: ".unfinished")
      }
    }
    #expect(text("a.unfinished") == "x")
    _ = try place.journal(ending: ".unfinished")
    place.remove(ending: ".unfinished")
    #expect(try names().isEmpty)
  }

  /// What was planted beside the file is neither followed nor written to.
  @Test func aPlantedJournalIsRefused() throws {
    let place = try OutputPlace(path("a"))
    try folder.write(Array("mine".utf8), to: "victim")
    for plant in [
      { symlink(self.path("victim"), self.path("a.unfinished")) },
      { link(self.path("victim"), self.path("a.unfinished")) }, { mkfifo(self.path("a.unfinished"), 0o600) },
      { mkdir(self.path("a.unfinished"), 0o700) },
    ] {
      #expect(plant() == 0)
      #expect(throws: OutputError.self) { _ = try place.journal(ending: ".unfinished") }
      #expect(text("victim") == "mine")
      remove(path("a.unfinished"))
    }
  }

  /// As Linux does with `protected_symlinks`, whether it does or not.
  @Test(.enabled(if: geteuid() == 0, "only root can make another one's file"))
  func somebodyElsesLinkInASharedFolderIsRefused() throws {
    chmod(folder.path, 0o1777)
    chown(folder.path, 4321, 4321)
    try folder.write(Array("mine".utf8), to: "victim")
    symlink("victim", path("link"))
    lchown(path("link"), 1234, 1234)
    #expect(throws: OutputError.self) { try WholeFile.write([1], to: path("link")) }
    try folder.write([], to: "file")
    lchown(path("file"), 1234, 1234)
    #expect(throws: OutputError.self) { try WholeFile.write([1], to: path("file")) }
    try folder.write([], to: "b.unfinished")
    lchown(path("b.unfinished"), 1234, 1234)
    #expect(throws: OutputError.self) { _ = try OutputPlace(path("b")).journal(ending: ".unfinished") }
    #expect(text("victim") == "mine")
    // One's own, and the folder's owner's, are trusted.
    lchown(path("link"), geteuid(), 0)
    try WholeFile.write([1], to: path("link"))
    lchown(path("link"), 4321, 0)
    try WholeFile.write([1], to: path("link"))
  }
}
