import Capture
import Foundation
import TestSupport
import Testing

/// Whatever bytes a sound file has, it is heard, or an error; soon, and with little memory.
@Suite struct SoundHostilityTests {
  /// `ATTUNE_FUZZ_SOUNDS=2000 swift test -c release --filter HostilityTests` is the long run.
  static let sounds = ProcessInfo.processInfo.environment["ATTUNE_FUZZ_SOUNDS"].flatMap { Int($0) } ?? 60

  @Test(.timeLimit(.minutes(30))) func mutatedSoundsAreHeardOrErrors() throws {
    let folder = try TemporaryFolder()
    var mutator = try SoundMutator(seed: 13, fixtures: "\(HostilityTests.root)/Fixtures", folder: folder.path)
    var (heard, slowest, memory) = (0, 0.0, 0)
    for index in 0..<Self.sounds {
      let bytes = mutator.file()
      let path = try folder.write(bytes, to: "sound")
      let start = ContinuousClock.now
      var total = 0
      do {
        let segment = index % 5 == 0 ? 0.25..<Double.infinity : nil
        let warnings = try SoundFile.read(
          path, channel: index % 7 == 0 ? 2 : nil, segment: segment, limit: .seconds(120), by: 16_000
        ) {
          total += $0.count
          let isFinite = $0.allSatisfy { $0.isFinite }
          #expect(isFinite)
        }
        heard += 1
        for warning in warnings { #expect(!warning.description.isEmpty) }
      } catch let error as CaptureError {
        #expect(error.description.hasPrefix(path))
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      slowest = max(slowest, seconds)
      // Ten seconds for two minutes of sound, on a machine that has other work, without optimisation.
      if seconds > 10 || total > 121 * 16_000 {
        Issue.record("sound \(index) of \(bytes.count) bytes: \(total) samples in \(seconds) s")
      }
      // What was allocated for the first ones is there for all of them.
      if index == 40 { memory = HostilityTests.residentMebibytes }
    }
    print("\(Self.sounds) mutated sounds: \(heard) heard, the slowest in \(slowest) s")
    if memory > 0 { #expect(HostilityTests.residentMebibytes - memory < 64) }
  }
}
