import Files
import Foundation
import TestSupport
import Testing

@Suite struct InstalledProgramTests {
  @Test func theFirstFolderWithTheProgramCounts() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try second.write([], to: "speak")
    let program = "\(second.path)/speak"
    let folders = "/no/such/folder::\(first.path):\(second.path)"
    // Not one that may not be run.
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: program)
    #expect(InstalledProgram.path(of: "speak", in: folders) == nil)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    #expect(InstalledProgram.path(of: "speak", in: folders) == program)
    #expect(InstalledProgram.path(of: "speak", in: "") == nil)
    #expect(InstalledProgram.path(of: "sh") != nil)
  }
}
