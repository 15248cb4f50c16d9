import Aligner
import Commands
import Glibc
import Lexicon
import Testing

@testable import Recognition

/// Two hearings of one sound, and when there is a second one.
@Suite struct JoinedHearingsTests {
  /// "Dim lamp", as faint among all phones as leaves doubt.
  private static let doubtful: PhonePosteriors = {
    let clear = GivenSound.posteriors("dim lamp").logProbabilities
    for share in stride(from: Float(0.95), to: 0, by: -0.01) {
      let faint = PhonePosteriors(logProbabilities: clear.map { log(share * exp($0) + (1 - share) / 40) })
      if let result = try? GivenSound.understand(faint, [], .none), result.isInDoubt { return faint }
    }
    return PhonePosteriors()
  }()

  /// Counts the sounds that are heard again.
  private final class Count {
    var value = 0
  }

  private static func hear(
    _ first: PhonePosteriors, again second: PhonePosteriors, samples: [[Float]] = [[0.1]], _ count: Count = Count()
  ) throws -> RecognitionResult {
    let again = SecondHearing(graph: TinyGraph.graph, settings: .init()) {
      WholeEar(givesRoom: false) { _ in
        count.value += 1
        return HeardSound(posteriors: second)
      }
    }
    let recognizer = Recognizer(
      graph: TinyGraph.graph, settings: .init(),
      ear: WholeEar(windows: EncoderWindows(length: 640_000), givesRoom: false) { _ in HeardSound(posteriors: first) },
      second: again)
    for portion in samples { recognizer.append(portion) }
    return try recognizer.finish()
  }

  private static func odds(_ posteriors: PhonePosteriors) throws -> Double {
    try GivenSound.understand(posteriors, [], .none).confidence.odds
  }

  @Test func theTestsSoundLeavesDoubt() throws {
    let doubtful = try GivenSound.understand(Self.doubtful, [], .none)
    #expect(doubtful.isInDoubt && doubtful.candidate?.text == "dim lamp")
    #expect(try !GivenSound.understand(GivenSound.posteriors("dim red light"), [], .none).isInDoubt)
  }

  @Test func whereBothAgreeTheLogOddsAreTheirMean() throws {
    let again = GivenSound.posteriors("dim lamp")
    let result = try Self.hear(Self.doubtful, again: again)
    #expect(result.candidate?.text == "dim lamp")
    #expect(abs(result.confidence.odds - (try Self.odds(Self.doubtful) + Self.odds(again)) / 2) < 1e-9)
    let slot = try #require(result.candidate?.slots.first?.confidence)
    let alone = try #require(GivenSound.understand(Self.doubtful, [], .none).candidate?.slots.first?.confidence)
    #expect(slot > alone)
  }

  @Test func whoeverIsContradictedIsBelievedLess() throws {
    let again = GivenSound.posteriors("set lamp")
    let result = try Self.hear(Self.doubtful, again: again)
    #expect(result.candidate?.text == "set lamp")
    #expect(abs(result.confidence.odds - (try Self.odds(again) - 1)) < 1e-9)
  }

  @Test func whatIsNotHeardAgainIsBelievedLess() throws {
    let silence = SpokenSound.heard(in: SpokenSound.silence(9).span).posteriors
    let alone = try GivenSound.understand(Self.doubtful, [], .none)
    let result = try Self.hear(Self.doubtful, again: silence)
    #expect(result.candidate == alone.candidate)
    #expect(abs(result.confidence.odds - (alone.confidence.odds - 1)) < 1e-9)
  }

  @Test func whatIsSureIsHeardOnce() throws {
    let count = Count()
    let sure = GivenSound.posteriors("dim red light")
    let result = try Self.hear(sure, again: GivenSound.posteriors("set lamp"), count)
    expect(result, equals: try GivenSound.understand(sure, [], .none))
    #expect(count.value == 0)
  }

  @Test func thePortionsMakeNoDifference() throws {
    let count = Count()
    let again = GivenSound.posteriors("dim red light")
    let whole = try Self.hear(Self.doubtful, again: again, samples: [[0.1, 0.2, 0.3]], count)
    expect(try Self.hear(Self.doubtful, again: again, samples: [[0.1], [0.2, 0.3], []], count), equals: whole)
    #expect(count.value == 2)
  }

  @Test func halfAMinuteIsHeardAgainAndWhatIsLongerIsNot() throws {
    let count = Count()
    let again = GivenSound.posteriors("set lamp")
    _ = try Self.hear(Self.doubtful, again: again, samples: [Array(repeating: 0.1, count: 480_001)], count)
    #expect(count.value == 0)
    _ = try Self.hear(Self.doubtful, again: again, samples: [Array(repeating: 0.1, count: 480_000)], count)
    #expect(count.value > 0)
  }

  @Test func ofWhatIsOverheardTheRecogniserOfWholeSoundsHearsNothingAgain() throws {
    var commands = try CommandSet(
      Grammar(yaml: "intents: {stop: {data: [{sentences: [stop]}]}}"), lexicon: GivenSound.lexicon.get())
    commands.settings.mode = .overheard
    let model = try AcousticModel()
    let recognizer = Recognizer(
      of: commands, ears: Ears(model: model),
      secondEars: SecondEars {
        Issue.record("the second network is loaded")
        return nil
      })
    recognizer.append((0..<16_000).map { Float($0 % 7) / 100 })
    #expect(try recognizer.finish().interpretation == nil)
  }
}
