import Foundation
import TestSupport
import Testing

/// `attune wake` and `attune enroll`.
@Suite struct NameTests {
  private static let clip = "\(AttuneProcess.root)/Fixtures/synthetic-espeak-lights-on-kitchen.flac"
  private static let other = "\(AttuneProcess.root)/Fixtures/synthetic-flite-not-a-command.flac"

  @Test func aNameIsALineOfJSON() throws {
    let run = try AttuneProcess("wake", "--json", "--commands", "config/lights.yaml", "hey attune", "bob")
    let records = try run.records()
    #expect(run.status == 0 && records.map { $0["name"] as? String } == ["hey attune", "bob"])
    #expect(records.map { $0["good"] as? Bool } == [true, false])
    #expect(records.allSatisfy { $0["commands"] is [Any] && ($0["expectedPerHour"] as? Double ?? -1) >= 0 })
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func recordingsAreMeasured() throws {
    let folder = try TemporaryFolder()
    let picture = "\(folder.path)/curve.svg"
    let run = try AttuneProcess(
      "wake", "turn on the kitchen lights", "--spoken", Self.clip, "--others", Self.other, "--picture", picture)
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.contains("\n    1 recordings of the name, "))
    #expect(
      run.output.contains("threshold 0.4: missed 0.0 % (0/1, 95 % interval 0.0-79.3); false accepts 0.00 an hour"))
    #expect(try String(contentsOfFile: picture, encoding: .utf8).hasPrefix("<svg"))
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func otherSoundIsHeardOnceForAllNames() throws {
    func measured(_ names: String...) throws -> [NSDictionary] {
      let run = try AttuneProcess(["wake", "--json", "--others", Self.clip, "--others", Self.other] + names)
      #expect(run.status == 0)
      return try run.records().compactMap { $0["measured"] as? NSDictionary }
    }
    // One of the recordings has the first name in it.
    let together = try measured("kitchen lights", "hey attune")
    #expect(together == [try measured("kitchen lights"), try measured("hey attune")].flatMap(\.self))
    #expect((together.first?["falseAccepts"] as? [Any])?.count == 1)
    #expect((together.last?["falseAccepts"] as? [Any])?.isEmpty == true)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func recordingsAreListenedTo() throws {
    let folder = try TemporaryFolder()
    for name in ["a.flac", "b.flac"] { try folder.copy(Self.clip, as: name) }
    let file = "\(folder.path)/lights.yaml"
    let lights = try String(contentsOfFile: "\(AttuneProcess.root)/config/lights.yaml", encoding: .utf8)
    try lights.write(toFile: file, atomically: true, encoding: .utf8)
    let arguments = [
      "enroll", "--json", "--commands", file, "--sentence", "turn on the kitchen lights", "--write", file, folder.path,
    ]
    let run = try AttuneProcess(arguments)
    let record = try #require(try run.records().first)
    #expect(run.status == 0 && record["distinct"] as? Bool == true)
    #expect((record["recordings"] as? [Any])?.count == 2)
    // Whatever was added, what stood there stands there still, and the file can be used.
    let written = try String(contentsOfFile: file, encoding: .utf8)
    #expect(written.hasPrefix(lights) && (written == lights) == (record["proposals"] as? [Any])?.isEmpty)
    #expect(try AttuneProcess("check", "--quick", file).status == 0)
  }

  @Test(.enabled(if: Model.isThere, Model.comment)) func whatIsNotTheNameIsRefused() throws {
    let folder = try TemporaryFolder()
    for name in ["a.flac", "b.flac"] { try folder.copy(Self.other, as: name) }
    let file = "\(folder.path)/lights.yaml"
    let lights = "intents: {a: {data: [{sentences: [go home]}]}}\n"
    try lights.write(toFile: file, atomically: true, encoding: .utf8)
    let run = try AttuneProcess("enroll", "--wake", "go home", "--write", file, folder.path)
    #expect(run.status == 1 && run.output.contains("\nrefused: 'go home' cannot be told from ordinary speech."))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == lights)
  }
}
