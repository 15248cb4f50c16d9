import Aligner
import Commands
import Lexicon
import Testing

@testable import Recognition

/// A live recogniser over a network that reads its answer from the samples: the amplitude of a frame is its phone.
@Suite struct LiveRecognizerTests {
  private static let quiet: Float = 1e-5

  /// What came of a sound.
  struct Outcome: Equatable {
    var events: [String] = []
    var results: [Interpretation?] = []
    var encodedFrames = 0
  }

  @Test func aCommandIsUnderstoodWhileAndAfterItIsSpoken() throws {
    let outcome = try hear(silence(50) + speech("dim red light") + silence(50))
    #expect(outcome.results.map { $0?.text } == ["dim red light"])
    #expect(outcome.results.first??.slots.first?.value == .text("red light"))
    #expect(outcome.events.first == "speech" && outcome.events.last == "ended silence")
    #expect(outcome.events.contains("partial dim") && outcome.events.contains("partial dim red light dim"))
  }

  @Test(arguments: [1, 7, 160, 321, 6400, 1_000_000]) func anyPortionsGiveTheSameEvents(portion: Int) throws {
    let sound =
      silence(40) + speech("dim red light") + silence(60) + speech("light light") + silence(80) + speech("set lamp")
      + speech("dim lamp") + silence(40) + speech("set")
    #expect(try hear(sound, portion: portion) == hear(sound, portion: 320))
  }

  @Test func whatIsNoCommandIsRejected() throws {
    let outcome = try hear(silence(50) + speech("light light red red") + silence(60))
    #expect(outcome.results == [nil])
  }

  @Test func severalCommandsWithAPauseAreAllFound() throws {
    let outcome = try hear(silence(50) + speech("set lamp") + silence(15) + speech("dim lamp") + silence(50))
    #expect(outcome.results.map { $0?.text } == ["set lamp", "dim lamp"])
  }

  @Test func severalCommandsInOneBreathAreAllFound() throws {
    let outcome = try hear(
      silence(50) + speech("set lamp") + speech("dim red light") + speech("dim lamp") + silence(50))
    #expect(outcome.results.map { $0?.text } == ["set lamp", "dim red light", "dim lamp"])
    // Each has its own time, one after the other.
    let times = outcome.results.compactMap { $0?.time }
    #expect(times.count == 3 && zip(times, times.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
  }

  @Test func aCommandBesideWhatIsNoneIsNotTakenApart() throws {
    let outcome = try hear(silence(50) + speech("set lamp") + speech("light light light") + silence(50))
    #expect(outcome.results == [nil])
  }

  /// What was kept of an utterance is what its result comes from: recognised again, it says the same.
  @Test(arguments: [true, false]) func aSegmentGivesWhatItsSamplesGive(partials: Bool) throws {
    let live = LiveRecognizer(graph: TinyGraph.graph, partials: partials, network: Self.heard(in:))
    let batch = Recognizer(graph: TinyGraph.graph, network: Self.heard(in:))
    let sound =
      silence(40) + speech("dim red light") + silence(60) + speech("light light") + silence(80) + speech("set lamp")
    let segments = (live.append(sound) + live.interrupt()).segments
    #expect(segments.map(\.reason) == [.silence, .silence, .interruption])
    for segment in segments {
      batch.append(segment.samples)
      let (expected, result) = (try batch.finish(), try live.recognize(segment))
      #expect(result.map(\.interpretation) == [expected.interpretation])
      #expect(result.map(\.confidence) == [expected.confidence])
      #expect(result.map(\.seconds) == [expected.seconds])
    }
  }

  /// The last sound of a word is often swallowed: that is no reason to wait as for an incomplete command.
  @Test(arguments: [(0, 0.2), (1, 0.2), (4, 1.2)]) func theWaitIsThatOfTheWords(missing: Int, wait: Double) throws {
    let live = Self.recognizer()
    let spoken = TinyGraph.sentence("dim red light").dropLast(missing).flatMap { Self.spoken($0) }
    let ended = try #require(live.append(silence(40) + spoken + silence(90)).segments.last)
    #expect(ended.reason == .silence && abs(ended.end - ended.speechEnd - wait) < 0.05)
  }

  /// When silence has told that a command is over, nothing is left to encode.
  @Test func theEndIsNotEncodedAgain() throws {
    var count = 0
    let live = LiveRecognizer(graph: TinyGraph.graph) { samples in
      count += 1
      return Self.heard(in: samples)
    }
    let segments = live.append(silence(40) + speech("dim red light") + silence(60)).segments
    let before = count
    let result = try live.recognize(try #require(segments.last))
    #expect(result.map { $0.interpretation?.text } == ["dim red light"])
    #expect(count == before && before > 1)
  }

  @Test func withoutPartialResultsLessIsEncoded() throws {
    let sound = silence(50) + speech("dim red light") + speech("dim red light") + silence(60)
    let (often, seldom) = (try hear(sound), try hear(sound, partials: false))
    #expect(often.results == seldom.results && !often.results.isEmpty)
    #expect(!seldom.events.contains { $0.hasPrefix("partial") })
    #expect(seldom.encodedFrames < often.encodedFrames)
  }

  /// Nothing is spliced over a gap.
  @Test func lostSoundEndsASegment() throws {
    let recognizer = Self.recognizer()
    var texts: [String?] = []
    func hear(_ sound: [Float]) throws {
      for segment in recognizer.append(sound).segments {
        texts += try recognizer.recognize(segment).map { $0.interpretation?.text }
      }
    }
    try hear(silence(50) + speech("dim"))
    #expect(recognizer.interrupt().segments.map(\.reason) == [.interruption])
    try hear(speech("lamp") + silence(80) + speech("set lamp") + silence(60))
    #expect(texts == [nil, "set lamp"])
  }

  /// A segment of 12 s is encoded some dozens of times, and the next one begins.
  @Test func costAndLengthAreBounded() throws {
    let long = (0..<60).flatMap { _ in speech("light") }
    let outcome = try hear(silence(50) + Array(long.prefix(1500 * 320)) + silence(50))
    #expect(outcome.events.contains("ended length"))
    #expect(outcome.encodedFrames < 20 * 1500)
  }

  private func hear(_ sound: [Float], portion: Int = 320, partials: Bool = true) throws -> Outcome {
    var outcome = Outcome()
    let recognizer = LiveRecognizer(graph: TinyGraph.graph, partials: partials) { samples in
      outcome.encodedFrames += samples.count / 320
      return Self.heard(in: samples)
    }
    func note(_ events: [LiveEvent]) throws {
      for event in events {
        switch event {
        case .speech: outcome.events.append("speech")
        case .partial(let command):
          outcome.events.append("partial \(command.text)" + (command.intent.map { " \($0)" } ?? ""))
        case .noise: outcome.events.append("noise")
        case .ended(let segment):
          outcome.events.append("ended \(segment.reason.rawValue)")
          outcome.results += try recognizer.recognize(segment).map(\.interpretation)
        }
      }
    }
    for start in stride(from: 0, to: sound.count, by: portion) {
      try note(recognizer.append(Array(sound[start..<min(sound.count, start + portion)])))
    }
    try note(recognizer.interrupt())
    return outcome
  }

  private static func recognizer() -> LiveRecognizer {
    LiveRecognizer(graph: TinyGraph.graph, network: heard(in:))
  }

  private func silence(_ frames: Int) -> [Float] { Array(repeating: Self.quiet, count: 320 * frames) }

  /// Four frames for each phone, the last of them a blank as loud as the phone.
  private func speech(_ words: String) -> [Float] {
    TinyGraph.sentence(words).flatMap { Self.spoken($0) }
  }

  private static func spoken(_ phone: Phone) -> [Float] {
    [phone.rawValue, phone.rawValue, phone.rawValue, 0].flatMap { frame(Int($0)) }
  }

  /// A loud frame that says a column: from the difference of neighbouring samples it can be read anywhere in the frame.
  private static func frame(_ column: Int) -> [Float] {
    let amplitude = 0.1 + Float(column) / 1000
    return (0..<320).map { $0.isMultiple(of: 2) ? amplitude : -amplitude }
  }

  private static func heard(in samples: Span<Float>) -> HeardSound {
    let values = stride(from: 0, to: samples.count, by: 320).flatMap { start -> [Float] in
      let label = Int((max(0, samples[start] - 0.1) * 1000).rounded())
      return (0..<PhonePosteriors.columns).map { $0 == label ? -0.1 : -6 }
    }
    return HeardSound(posteriors: PhonePosteriors(logProbabilities: values))
  }
}

extension [LiveEvent] {
  /// The segments that ended.
  var segments: [SpeechSegment] { compactMap { if case .ended(let segment) = $0 { segment } else { nil } } }
}
