import Aligner
import Batch
import Commands
import Lexicon
import Measurement
import Recognition
import Recordings
import TestSupport
import Testing

/// Real voices order coffee.
@Suite struct RealVoiceTests {
  /// At least this share of the clips has to be understood, intent and slots.
  static let floor = 0.95
  static let clips = 40

  @Test(
    .enabled(if: !_isDebugAssertConfiguration(), "the network is slow without optimisation: see `make test`"),
    .enabled(if: RealVoices.areThere, Comment(rawValue: RealVoices.absence)), .timeLimit(.minutes(5)),
    arguments: [false, true])
  func realVoicesAreUnderstood(streaming: Bool) async throws {
    let folder = RealVoices.speechToIntent
    let commands = try CommandSet(contentsOf: ["\(folder)/coffee_maker.yaml"])
    let labels = try Labels(contentsOf: "\(folder)/labels.json")
    let ears = try streaming ? Ears(model: StreamingModel()) : Ears(model: AcousticModel())
    // From one end of the alphabet to the other: names are random, so are voices.
    let all = SoundFileList.files(in: ["\(folder)/dev"])
    let files = (0..<Self.clips).map { all[$0 * all.count / Self.clips] }
    var acceptance = Acceptance()
    let totals = try await BatchScorer(jobs: 2) { Recognizer(of: commands, ears: ears) }.run(files) {
      if let label = labels[$0.file] { acceptance.add($0, label: label) }
    }
    #expect(totals.errors == 0 && acceptance.labelled == Self.clips)
    #expect(acceptance.rate.value >= Self.floor, "\(acceptance.rate)")
  }
}
