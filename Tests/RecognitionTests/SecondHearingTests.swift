import Aligner
import Commands
import Glibc
import Testing

@testable import Recognition

/// What seems to be a command where it is overheard, heard once more; the first ear hears what the sound says, the second
/// one what a test says.
@Suite struct SecondHearingTests {
  /// - Parameter faintness: how much of what the first ear hears could be anything, 0...1.
  private static func results(
    _ words: String, again: String, mode: HearingMode = .overheard, faintness: Float = 0
  ) throws -> (results: [RecognitionResult], secondHearings: Int) {
    var count = 0
    var settings = Recognizer.Settings()
    settings.mode = mode
    let live = LiveRecognizer(
      graph: TinyGraph.graph, settings: settings, patience: .default, partials: false, keepsSound: false,
      ear: WholeEar(givesRoom: false) { faint(SpokenSound.heard(in: $0), by: faintness) },
      second: SecondHearing(graph: TinyGraph.graph, settings: settings) {
        WholeEar(givesRoom: false) { _ in
          count += 1
          return SpokenSound.heard(in: SpokenSound.speech(again).span)
        }
      })
    let sound = SpokenSound.silence(50) + SpokenSound.speech(words) + SpokenSound.silence(80)
    let segments = (live.append(sound) + live.interrupt()).segments
    return (try segments.flatMap { try live.recognize($0) }, count)
  }

  private static func faint(_ sound: HeardSound, by faintness: Float) -> HeardSound {
    let values = sound.posteriors.logProbabilities.map { log((1 - faintness) * exp($0) + faintness / 40) }
    return HeardSound(posteriors: PhonePosteriors(logProbabilities: values))
  }

  @Test func whatIsAddressedAndSureIsHeardOnce() throws {
    let (results, count) = try Self.results("dim red light", again: "set lamp", mode: .addressed)
    #expect(results.map { $0.interpretation?.text } == ["dim red light"] && count == 0)
  }

  /// From hardly faint to hardly anything: some of it leaves doubt, which the second hearing ends.
  @Test func whatIsAddressedAndInDoubtIsHeardTwice() throws {
    var heardTwice = 0
    for faintness in stride(from: Float(0.05), to: 0.95, by: 0.05) {
      let (again, count) = try Self.results(
        "dim red light", again: "dim red light", mode: .addressed, faintness: faintness)
      let (nothing, _) = try Self.results(
        "dim red light", again: "", mode: .addressed, faintness: faintness)
      heardTwice += count
      guard count > 0, let sure = again.first, let unsure = nothing.first else { continue }
      #expect(sure.candidate?.text == "dim red light" && sure.interpretation != nil)
      #expect(sure.confidence.odds > unsure.confidence.odds + 1)
    }
    #expect(heardTwice > 0 && heardTwice < 18)
  }

  @Test func whatIsHeardTwiceIsTold() throws {
    let (results, count) = try Self.results("dim red light", again: "dim red light")
    #expect(results.map { $0.interpretation?.text } == ["dim red light"])
    #expect(count == 1)
  }

  @Test func whatIsNotHeardAgainIsNotTold() throws {
    #expect(try Self.results("dim red light", again: "light light red").results.map(\.interpretation) == [nil])
  }

  @Test func theSecondHearingIsWhatIsTold() throws {
    let (results, _) = try Self.results("dim red light", again: "set lamp")
    #expect(results.map { $0.interpretation?.intent } == ["set"])
  }

  @Test func severalCommandsAreHeardAgainTogether() throws {
    let (results, count) = try Self.results("set lamp dim red light", again: "set lamp dim red light")
    #expect(results.map { $0.interpretation?.text } == ["set lamp", "dim red light"])
    #expect(count == 1)
  }

  @Test func whatIsRejectedIsNotHeardAgain() throws {
    let (results, count) = try Self.results("light light red red", again: "dim red light")
    #expect(results.map(\.interpretation) == [nil] && count == 0)
  }

  /// The confidence of the same sound, addressed and overheard.
  @Test func theSameEvidenceIsWorthLessWhereHardlyAnythingIsACommand() throws {
    let path = CommandPath(
      steps: [.init(output: 0, frames: 0..<4, phones: 4, score: -1)], final: 0, score: -1.5, logProbability: -2.5,
      frameCount: 9)
    var heard = FreePhones()
    heard.append(SpokenSound.heard(in: SpokenSound.speech("dim lamp").span).posteriors)
    let features = Confidence.Features(of: path, in: TinyGraph.graph, heard: heard)
    let (addressed, overheard) = (
      Confidence(features, in: .addressed).value, Confidence(features, in: .overheard).value
    )
    let odds = (addressed / (1 - addressed), overheard / (1 - overheard))
    #expect(overheard < addressed && odds.0 / odds.1 > 20)
  }
}
