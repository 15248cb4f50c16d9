import Commands
import Foundation
import Lexicon
import TestSupport
import Testing

/// A command file is compiled, or refused with its place: soon, on a small stack, and in no more memory.
@Suite(.serialized) struct CommandFileHostilityTests {
  /// `ATTUNE_FUZZ_COMMAND_FILES=3000 swift test -c release --filter CommandFileHostility` is the long run.
  private static let files = HostilityTests.count("ATTUNE_FUZZ_COMMAND_FILES", or: 200)

  @Test(
    .enabled(if: HostilityTests.isEnabled(by: "ATTUNE_FUZZ_COMMAND_FILES"), "compiling is slow without optimisation"),
    .timeLimit(.minutes(60)))
  func mutatedCommandFilesHarmNobody() async throws {
    let names = ["config/lights", "config/timers", "config/coffee"]
    let texts = try names.map { try String(contentsOfFile: "\(HostilityTests.root)/\($0).yaml", encoding: .utf8) }
    let lexicon = try Lexicon()
    let folder = try TemporaryFolder()
    let path = try folder.write([], to: "commands.yaml")
    let (run, compiled) = try await onSmallStack { () -> (HostileRun, Int) in
      var mutator = CommandFileMutator(seed: 13, files: texts)
      var run = HostileRun(count: Self.files)
      var compiled = 0
      for _ in 0..<Self.files {
        let bytes = mutator.file()
        try Data(bytes).write(to: URL(filePath: path))
        try run.measure(String(decoding: bytes, as: UTF8.self)) {
          do throws(CommandError) {
            _ = try CommandReport(Grammar(contentsOf: [path]), lexicon: lexicon).description
            compiled += 1
          } catch {
            guard error.location.line >= 1, error.description.hasPrefix(path) || error.location.file == "built in"
            else {
              throw error
            }
          }
        }
      }
      return (run, compiled)
    }
    print("\(Self.files) mutated command files, of which \(compiled) were compiled: \(run)")
    #expect(run.slowest < .seconds(HostilityTests.isOptimised ? 20 : 300), "\(run.slowestInput)")
    #expect(run.growth < 128)
    #expect(compiled > Self.files / 20 && compiled < Self.files)
  }
}
